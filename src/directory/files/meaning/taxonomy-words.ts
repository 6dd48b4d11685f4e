import { isTopic, serviceTopics, type Topic } from "#src/directory/topics.ts";
import { searchable } from "#src/i18n/fold.ts";
import { topicOf } from "../csv/csv-lists.ts";

/**
 * How other directories file what we call a topic: words of public lists, in any order. Before the colon stand our topics, the most
 * exact first: the first that exists is meant.
 */
const rows = `
self_harm suicide: self harm|self-harm|self injury|self mutilation|cutting
suicide: suicide|suicide prevention|suicidal|crisis line|crisis intervention|crisis counseling|crisis counselling|psychiatric emergency
relationship_violence violence_home: dating violence|intimate partner violence|partner abuse|stalking
violence_home: domestic violence|domestic abuse|family violence|child abuse|child protection|child protective|abuse prevention|physical abuse|neglect|safe house|women's refuge|violencia domestica|huiselijk geweld|lahisuhdevakivalta
exploitation sexual_violence: trafficking|exploitation|forced labour|forced labor|sex work|prostitution
sexual_violence: sexual assault|sexual abuse|sexual violence|rape|sexual exploitation
bullying: bullying|anti-bullying|peer abuse
online: online safety|internet safety|cyber|cybercrime
anxiety_mood: mental health|mental illness|counseling|counselling|counselor|psychotherapy|psychology|psychologist|psychiatry|psychiatric|therapy|emotional support|depression|anxiety|stress|wellbeing|well-being|mood|sante mentale|geestelijke gezondheid|salud mental|mielenterveys
eating: eating disorder|eating disorders|anorexia|bulimia
grief: grief|bereavement|hospice|end of life|loss
loneliness: loneliness|befriending|social isolation|peer support|companionship|friendly visiting
care family: foster care|foster|adoption|children in care|care leavers|residential care|group home|kinship
family: family|families|parenting|parent|parents|divorce|custody|mediation|child care|childcare|visitation
friends_love: relationship counseling|relationships|friendship|dating
sexuality_gender: lgbt|lgbtq|lgbtqi|lgbtqia|gay|lesbian|bisexual|transgender|gender identity|sexual orientation|queer
body_sexual_health pregnancy: sexual health|std|sti|hiv|aids|puberty|sex education|reproductive health
pregnancy: pregnancy|pregnant|family planning|birth control|contraception|abortion|prenatal|maternity|postnatal|young parents|teen parents
alcohol_drugs: substance abuse|substance use|substance misuse|addiction|addictions|alcohol|alcoholism|drug|drugs|drug abuse|detox|detoxification|recovery|opioid|tobacco|smoking|sober
gaming_gambling: gambling|gaming
school: education|school|schools|tutoring|literacy|ged|dropout|college|scholarship|learning|student|students|truancy
work_money: employment|job|jobs|job training|career|careers|workforce|money|financial|finance|debt|budgeting|income|welfare|benefits|food|meals|food pantry|poverty|utilities|help pay
housing: housing|homeless|homelessness|shelter|shelters|accommodation|runaway|hostel|tenant|tenants|eviction|rent|drop-in
migration: immigration|immigrant|immigrants|migrant|migrants|refugee|refugees|asylum|naturalization|citizenship|newcomers
discrimination: discrimination|civil rights|racism|equality|hate crime
rights: legal|law|legal aid|legal services|legal assistance|attorney|lawyer|court|rights|advocacy|ombudsman|justice|victim|victims|criminal
disability_health: disability|disabilities|disabled|special needs|health|medical|clinic|health care|healthcare|dental|autism|deaf|blind|hearing|vision|hospital
young_carers: carers|caregivers|caregiver|young carers|respite|respite care
emergency: emergency services|ambulance|poison control|missing persons|immediate safety
`;

interface Phrase {
  words: string;
  topic: Topic;
}

let all: Phrase[] | undefined;

// The longest first: what lies within it means nothing of its own.
function phrases(): Phrase[] {
  if (all) return all;
  all = rows
    .trim()
    .split("\n")
    .flatMap((row) => {
      const [topics = "", words = ""] = row.split(": ");
      const topic = topics.split(" ").find(isTopic);
      return topic ? words.split("|").map((one) => ({ words: plain(one), topic })) : [];
    })
    .sort((a, b) => b.words.length - a.words.length);
  return all;
}

const maxTopics = 2;

/** Returns the topics that the name of a term of another list means, at most two; [] = none. */
export function topicsOfTermName(name: string): Topic[] {
  const one = topicOf(name);
  if (one) return [one];
  let rest = ` ${plain(name.slice(0, 200))} `;
  const found = new Set<Topic>();
  for (const { words, topic } of phrases()) {
    if (!rest.includes(` ${words} `)) continue;
    found.add(topic);
    rest = rest.replaceAll(` ${words} `, " | ");
  }
  return serviceTopics.filter((topic) => found.has(topic)).slice(0, maxTopics);
}

function plain(text: string): string {
  return searchable(text)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
