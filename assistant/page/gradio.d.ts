// What gradio provides to the script of the conversation: page.js and the scripts joined to it.
declare const element: HTMLElement;
declare function trigger(event: string, sent: object): void;
declare function watch(property: string, redrawn: () => void): void;
