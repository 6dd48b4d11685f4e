import type { Script } from "./script.ts";

export const spanish: Script[] = [
  {
    language: "es",
    feeling: [7, 4],
    helped: "yes",
    turns: [
      { say: ["hola, me he cambiado de insti este año", "no conozco a nadie"] },
      { say: ["en el recreo doy vueltas con el móvil para que parezca que hago algo"] },
      { say: ["mi madre cree que ya tengo amigos. no quiero preocuparla"] },
      { say: ["hay un chico que dibuja, como yo. se sienta delante"] },
      { say: ["vale, mañana le enseño mi cuaderno. gracias por escucharme"] },
    ],
    asks: "¿sigues ahí?",
    ends: "goodbye",
    colleague: [
      "Hola, gracias por escribir. Empezar de cero en otro sitio cuesta mucho. ¿Cómo son tus días allí?",
      "Dar vueltas para que nadie note que estás a solas: eso cansa. ¿Alguien de casa lo sabe?",
      "La cuidas a ella, y lo llevas tú todo. ¿Hay alguien en clase que te caiga un poco bien?",
      "Algo que os gusta a los dos. ¿Cómo te sería más fácil empezar a hablarle?",
      "Me parece un paso muy bonito. Aquí puedes volver cuando quieras.",
    ],
  },
  {
    language: "es",
    feeling: [6, null],
    helped: null,
    turns: [
      { say: ["no se lo he contado a nadie, pero me han quedado cuatro"] },
      { say: ["mis padres miran las notas el viernes"] },
      { before: "silence", say: ["perdona, me llamaban para cenar", "tengo un nudo en la barriga"] },
      { say: ["con mi abuela sí que puedo hablar. igual ella me acompaña"] },
    ],
    asks: "¿hola?",
    ends: "fades_out",
    colleague: [
      "Hola, qué bien que lo cuentes aquí. ¿Qué es lo que más te preocupa de esas notas?",
      "El viernes está cerca. ¿Qué crees que pasará cuando las vean?",
      "No pasa nada, aquí estoy. Ese nudo lo entiendo. ¿Quién podría estar a tu lado ese día?",
      "Tu abuela, qué buena idea. ¿Qué te gustaría que ella supiera?",
    ],
  },
  {
    language: "es",
    feeling: [null, 5],
    helped: "bit",
    turns: [
      { say: ["mi hermano mayor se ha ido a estudiar fuera"] },
      { say: ["la casa está rara. nadie hace bromas en la mesa"] },
      { before: "away", say: ["se me fue el wifi, ya estoy"] },
      { say: ["hoy le mando un audio largo. uno tonto, de los nuestros"] },
    ],
    asks: "¿hay alguien?",
    ends: "goodbye",
    colleague: [
      "Hola. Cuando alguien así se va, deja un hueco grande. ¿Cómo lo notas tú?",
      "Echas de menos esas bromas. ¿Habláis de vez en cuando, él y tú?",
      "Qué bien que hayas vuelto. ¿Qué le contarías si entrara ahora por la puerta?",
    ],
  },
];
