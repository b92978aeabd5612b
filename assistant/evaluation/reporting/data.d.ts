// The data that report.py puts into the page; a number is an index into `articles`, `passages` or `openings`.
interface Data {
  measures: Record<string, { meaning: string; better: string; yes_no: boolean }>;
  columns: string[];
  wrong: { name: string; label: string; count: number }[];
  flips: Record<string, { gained: string[]; lost: string[] }>;
  questions: Question[];
  articles: [title: string, outlet: string | null, day: string, address: string | null][];
  passages: [article: number, paragraph: number, before: string, words: string, after: string, note: string][];
  openings: [article: number, paragraph: number, text: string][];
}

// The outcome of a question in one run.
interface Outcome {
  outcome: "answered" | "refused" | "error";
  answer: Answer | null;
  error: string | null;
  hits: [opening: number, gold: boolean][];
  scores: Record<string, number>;
  judge: Record<string, any> | null;
}

interface Question extends Outcome {
  id: string;
  question: string;
  type: string;
  answerable: boolean | null;
  answers: string[];
  gold: Gold[];
  before: Outcome | null;
}

interface Answer {
  pieces: [text: string, unsupported: boolean][];
  understood: string | null;
  notice: string | null;
  writer: string;
  unsupported: [text: string, reason: string | null][];
  citations: Citation[];
  closest: Citation[];
  answerability: number | null;
  timings: Record<string, number>;
}

interface Citation {
  marker: number | null;
  passage: number;
  said: string;
  gold: boolean;
}

interface Gold {
  group: number;
  article: number;
  passages: number[];
  more: number;
  quote: string | null;
}

// What `make` appends: texts and elements, in lists or not; what is null, false or "" is left out.
type Part = Node | string | null | undefined | false | 0 | Part[];
