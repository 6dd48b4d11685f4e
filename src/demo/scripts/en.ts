import type { Script } from "./script.ts";

export const english: Script[] = [
  {
    language: "en",
    feeling: [7, 4],
    helped: "yes",
    turns: [
      { say: ["hi. i have exams next week and i cant think anymore", "sorry if this is stupid"] },
      { say: ["its maths mostly. i sit there for hours and nothing stays in my head"] },
      { say: ["my parents say i just have to try harder. but i do try"] },
      { say: ["i guess i could tell my teacher", "she is actually nice"] },
      { say: ["ok. i will ask her tomorrow after class. thank you for listening"] },
    ],
    asks: "are you still there?",
    ends: "goodbye",
    colleague: [
      "Hi, I am glad you wrote. It is not stupid at all. Which exam is on your mind the most?",
      "Hours of trying and nothing stays: that sounds exhausting. What do people at home say about it?",
      "So you do try, and nobody sees it. That can feel lonely. Is there anybody at school you could tell?",
      "That is a good idea. What would you like her to know?",
      "You found that step yourself. I hope it goes well. You can always come back here.",
    ],
  },
  {
    language: "en",
    feeling: [6, null],
    helped: null,
    turns: [
      { say: ["my best friend doesnt answer me since sunday"] },
      { say: ["we had no fight or anything. she just reads it and says nothing"] },
      { before: "silence", say: ["sorry, i had to help with dinner", "i keep looking at my phone all the time"] },
      { say: ["maybe i said something wrong at her birthday"] },
      { say: ["i could write her that i miss her. thats true anyway"] },
    ],
    asks: "hello?",
    ends: "fades_out",
    colleague: [
      "Hi. That must be hard, waiting for an answer since Sunday. Did something happen between you?",
      "She reads it and says nothing: no wonder you keep wondering. How are you with it right now?",
      "No problem, I was here. What goes through your head when you look at your phone?",
      "You are looking for a reason. What would you most like to tell her?",
    ],
  },
  {
    language: "en",
    feeling: [null, 5],
    helped: "bit",
    turns: [
      { say: ["everyone in my class is in a group chat and im not"] },
      { say: ["they talk about it at lunch like im not sitting there"] },
      { before: "away", say: ["sorry my wifi is bad. its me again", "i dont want to make a big thing out of it"] },
      { say: ["theres one girl i sometimes walk home with. she is ok"] },
      { say: ["yeah maybe i ask her. thx"] },
    ],
    asks: "is someone there",
    ends: "goodbye",
    colleague: [
      "Hello, thank you for telling me. How is it for you when you hear them talk about it?",
      "Sitting there as if you were not: that hurts. You do not have to make it small here.",
      "Good that you are back. Is there anybody in the class you feel a bit safer with?",
      "It sounds as if she might be somebody to ask. What could you say to her on the way home?",
    ],
  },
  {
    language: "en",
    feeling: [5, null],
    helped: null,
    turns: [
      { say: ["i cant sleep. its every night now"] },
      { say: ["i lie there and think about everything. school, my sister, what people said"] },
      { say: ["someone is coming, i have to go"] },
    ],
    asks: "u there?",
    ends: "leaves_fast",
    colleague: [
      "Hi, I am here. Every night: how long has it been like this?",
      "That is a lot to carry to bed. Which of these thoughts is the loudest?",
      "Take care of yourself. You can come back whenever you like.",
    ],
  },
];
