// Lower case and without accents. The list is short on purpose: it makes people think and keeps nobody out.

const belgium = `
  an ann anne anneke arne bart benoit bram christel dirk els emma eva filip geert gert griet hanne hilde jan jef jelle
  jens jeroen johan jonas joris karel katrien koen kris kristof lander lars lena lies lieve liesbeth lore lotte luc maarten
  marc marleen mathias matthias mieke nele niels noah nora pieter rik ruben sara sarah seppe sofie stijn thomas tim tine tom
  veerle wannes wim wout wouter yannick
`;

const france = `
  adele adrien agathe alain alexandre alexis alice amandine amelie anais andre antoine arnaud arthur audrey aurelie
  baptiste bernard bertrand camille caroline cecile celine charlotte chantal chloe christian christine christophe claire
  claude clemence clement corinne damien delphine denis dominique elise elodie emilie eric estelle etienne fabien fabrice
  florence florian francois francoise frederic gabriel gael gerard gilles guillaume guy helene henri hugo ines isabelle
  jacques jade jean jeanne jerome julie julien juliette laetitia laura laurent lea leo louis louise luca lucas lucie
  ludovic madeleine maelle manon marguerite marie marine marion martin mathieu mathilde mathis maxime melanie michel
  monique morgane nathalie nathan nicolas nicole noemie olivier pascal patrick paul pauline philippe pierre quentin
  raphael remi romain sandrine sebastien serge simon solene sophie stephane stephanie sylvie theo thierry thibault valerie
  vincent virginie yves zoe
`;

const netherlands = `
  anouk bas bente bert bianca bo bob daan dennis eline erik esther evi fenna femke fleur floor frank fred gerda hans harm
  henk ilse inge ingrid iris jaap jaco jasmijn jasper jesse joep joke joost jop jorien julia karin kees klaas lieke linda
  lisa lynn luna luuk maaike marieke marijke marit marjolein mark marloes martijn max mees merel mila milan mirjam monique
  naomi nienke peter petra piet puck renske rens rianne rick rob robin roel ron ronald sander sanne saskia sem sjoerd
  stefan sven teun thijs tijn tess tessa tycho wendy willem yara
`;

const britain = `
  aaron abigail adam alan albert alex alfie alison amanda amelia amy andrew angela anna anthony archie ava barbara ben
  benjamin beth brian callum carol catherine charles charlie chris christopher daisy daniel dave david deborah donna
  dorothy dylan edward eleanor elizabeth ellie emily ethan evie fiona freya george georgia grace graham hannah harry
  heather helen henry holly ian isabella isla jack jacob james jane janet jason jennifer jessica jim joan joanna joe john
  jonathan joseph joshua karen kate katie kelly kevin kim laura liam lily linda logan lucy luke margaret maria martha mary
  matthew megan mia michael michelle molly natalie nicola nick nigel oliver olivia oscar pam pamela poppy rachel rebecca
  richard robert rosie ruby ryan sally sam samantha samuel sharon sienna sophia stephen steve steven stuart sue susan tracey
  tyler victoria william
`;

const finland = `
  aino aleksi anneli annika anni antti ari eero eeva elina ella emilia erkki eveliina hannele hannu heikki heidi helena
  iida ilkka jaakko janne jari jarmo joonas jouni juha juhani jukka jussi kaarina kalle kari katja katri kirsi kristiina
  lauri leena liisa maija mari marika marja markku marko markus matti mika mikael mikko minna mirja oskari outi paivi paula
  pekka pentti petri pirjo pirkko riikka riitta ritva saara sakari sami sanna satu seija seppo sini sirpa susanna tapani
  tapio tarja teemu tero tiina timo toni tuomas tuula veikko vesa ville
`;

const hungary = `
  adam agnes andras andrea anett aniko anita aron attila balazs balint beata bela bence boglarka csaba csilla daniel david
  dora dorina edit emese endre erika erzsebet eszter ferenc gabor gabriella gergely gergo gyorgy gyula hajnalka henrietta
  ildiko ilona imre istvan janos jozsef judit julianna kalman karoly katalin kinga klara kristof krisztian krisztina
  lajos laszlo levente magdolna maria marta mate melinda miklos monika nikolett nora noemi orsolya panna peter piroska
  reka robert roland rozsa sandor szabolcs szilvia tamas tibor timea tunde vera veronika viktor viktoria vivien zoltan
  zsofia zsolt zsuzsanna
`;

const spain = `
  adrian alba alberto alejandra alejandro alvaro ana andres angel angela antonia antonio beatriz carla carlos carmen
  carmela clara concepcion cristina daniela diego dolores elena emilio enrique eduardo felipe fernando francisca francisco
  gonzalo guillermo ignacio ines irene isabel ivan javier jaime jesus joaquin jorge jose josefa juan juana julian laia lola
  lorena lorenzo lucia luis luisa manuel manuela marcos mario marta mercedes miguel miriam monica montserrat nuria pablo
  paco paloma pedro pepe pilar rafael ramon raquel raul ricardo roberto rocio rosa rosario ruben salvador sandra santiago
  sergio silvia sofia susana teresa tomas vicente xavier yolanda
`;

const all = [belgium, france, netherlands, britain, finland, hungary, spain];

export const givenNames: ReadonlySet<string> = new Set(all.flatMap((text) => text.trim().split(/\s+/)));
