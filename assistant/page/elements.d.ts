// What the scripts assume about elements; only TypeScript reads this, in `make check`.

// An element of any kind that the server draws, with the members that the scripts use. What a selector or an attribute
// names is assumed to be there; `?.` marks what the server may have left out.
interface Drawn extends HTMLElement {
  dataset: Record<string, string>;
  textContent: string;
  hidden: boolean;
  parentElement: Drawn;
  firstChild: Drawn;
  lastChild: Drawn;
  nextElementSibling: Drawn;
  previousElementSibling: Drawn;
  readonly children: HTMLCollectionOf<Drawn>;
  cloneNode(deep: boolean): Drawn;
  getAttribute(name: string): string;
  addEventListener: Listened<HTMLElementEventMap>;
  // Fields and buttons
  value: any;
  valueAsDate: Date | null;
  type: string;
  name: string;
  checked: boolean;
  indeterminate: boolean;
  disabled: boolean;
  files: FileList;
  select(): void;
  setSelectionRange(start: number, end: number): void;
  selectedIndex: number;
  // Forms, sheets, links and times
  method: string;
  reset(): void;
  open: boolean;
  returnValue: string;
  showModal(): void;
  close(): void;
  href: string;
  download: string;
  hash: string;
  dateTime: string;
}

// An event on such an element.
type On<Kind> = Kind & { target: Drawn; currentTarget: Drawn };

interface Listened<Kinds> {
  <Name extends keyof Kinds>(
    name: Name,
    listener: (event: On<Kinds[Name]>) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  (name: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

interface ParentNode {
  querySelector(selector: string): Drawn;
  querySelectorAll(selector: string): NodeListOf<Drawn>;
}

interface Element {
  closest(selector: string): Drawn;
}

interface Document {
  createElement<Tag extends string>(tag: Tag): Tag extends "iframe" ? HTMLIFrameElement : Drawn;
  getElementById(id: string): Drawn;
  addEventListener<Name extends keyof DocumentEventMap>(
    name: Name,
    listener: (event: On<DocumentEventMap[Name]>) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

// Sent by one script to another.
interface DocumentEventMap {
  "ask-only": CustomEvent<{ id: string; title: string }[]>;
  "library-change": CustomEvent;
  "answer-drawn": Event;
}
