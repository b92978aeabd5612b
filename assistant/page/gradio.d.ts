// What gradio gives the script of the conversation, which page.js and those joined to it are.
declare const element: HTMLElement;
declare function trigger(event: string, sent: object): void;
declare function watch(property: string, redrawn: () => void): void;
