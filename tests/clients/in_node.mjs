// Clients in JavaScript, each with the address of a server; run by tests.clients.
// Each gives its text whole, its text from a stream, and what it says of an empty question; null where it has no such thing.
// What is printed begins with the version of its package.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const QUESTION = "What did Donald Trump say about the Paris Agreement?";
const MODEL = "article-assistant";
const said = (content) => [{ role: "user", content }];
const error = async (call) => {
  try {
    await call();
    return "";
  } catch (failure) {
    return `${failure.message} ${failure.responseBody ?? failure.stdout ?? ""}`;
  }
};
const here = (name) => new URL(`node_modules/.bin/${name}`, import.meta.url).pathname;

const PACKAGES = {
  openai_chat: "openai",
  openai_responses: "openai",
  vercel: "@ai-sdk/openai",
  vercel_compatible: "@ai-sdk/openai-compatible",
  langchain: "@langchain/openai",
  mcp: "@modelcontextprotocol/sdk",
  inspector: "@modelcontextprotocol/inspector",
  generated: "openapi-typescript",
  eventsource: "eventsource",
};

const CLIENTS = {
  async openai_chat(address) {
    const { default: OpenAI } = await import("openai");
    const client = new OpenAI({ baseURL: `${address}/v1`, apiKey: "none", maxRetries: 0 });
    const ask = (content, more) => client.chat.completions.create({ model: MODEL, messages: said(content), ...more });
    const message = (await ask(QUESTION)).choices[0].message;
    if (!message.annotations.length) throw new Error("no annotations");
    let pieces = "";
    for await (const one of await ask(QUESTION, { stream: true })) pieces += one.choices[0]?.delta.content ?? "";
    return [message.content, pieces, await error(() => ask(" "))];
  },
  async openai_responses(address) {
    const { default: OpenAI } = await import("openai");
    const client = new OpenAI({ baseURL: `${address}/v1`, apiKey: "none", maxRetries: 0 });
    const whole = await client.responses.create({ model: MODEL, input: QUESTION });
    if (!whole.output[0].content[0].annotations.length) throw new Error("no annotations");
    let pieces = "";
    for await (const one of await client.responses.create({ model: MODEL, input: QUESTION, stream: true }))
      if (one.type === "response.output_text.delta") pieces += one.delta;
    return [whole.output_text, pieces, await error(() => client.responses.create({ model: MODEL, input: " " }))];
  },
  async vercel(address) {
    const { createOpenAI } = await import("@ai-sdk/openai");
    const model = createOpenAI({ baseURL: `${address}/v1`, apiKey: "none" })(MODEL);
    const { generateText } = await import("ai");
    if (!(await generateText({ model, prompt: QUESTION })).sources.length) throw new Error("no sources");
    return vercel(model);
  },
  async vercel_compatible(address) {
    const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
    return vercel(createOpenAICompatible({ name: "articles", baseURL: `${address}/v1` })(MODEL));
  },
  async langchain(address) {
    const { ChatOpenAI } = await import("@langchain/openai");
    const model = new ChatOpenAI({ model: MODEL, apiKey: "none", maxRetries: 0, configuration: { baseURL: `${address}/v1` } });
    let pieces = "";
    for await (const one of await model.stream(QUESTION)) pieces += one.text;
    return [(await model.invoke(QUESTION)).text, pieces, await error(() => model.invoke(" "))];
  },
  async mcp(address) {
    const { Client } = await import("@modelcontextprotocol/sdk/client/index.js");
    const { StreamableHTTPClientTransport } = await import("@modelcontextprotocol/sdk/client/streamableHttp.js");
    const client = new Client({ name: "test", version: "1" });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${address}/mcp`)));
    const ask = (question) => client.callTool({ name: "ask", arguments: { question } });
    const told = [(await ask(QUESTION)).content[0].text, null, (await ask(" ")).content[0].text];
    await client.close();
    return told;
  },
  async inspector(address) {
    const ask = (question) => {
      const call = ["--method", "tools/call", "--tool-name", "ask", "--tool-arg", `question=${question}`];
      const way = ["--cli", `${address}/mcp`, "--transport", "http"];
      return JSON.parse(execFileSync(here("mcp-inspector"), [...way, ...call], { encoding: "utf8" })).content[0].text;
    };
    return [ask(QUESTION), null, await error(() => ask(" "))];
  },
  async generated(address) {
    const folder = mkdtempSync(join(tmpdir(), "made-"));
    execFileSync(here("openapi-typescript"), [`${address}/api/openapi.json`, "-o", join(folder, "made.ts")]);
    writeFileSync(
      join(folder, "use.ts"),
      'import type { components } from "./made";\n' +
        'export const asked: components["schemas"]["Question"] = { question: "Who?" };\n' +
        'export const said = (answer: components["schemas"]["Answer"]): string => answer.citations[0].quote;\n',
    );
    execFileSync(here("tsc"), ["--strict", "--noEmit", "--skipLibCheck", join(folder, "use.ts")]);
    const { default: createClient } = await import("openapi-fetch");
    const client = createClient({ baseUrl: address });
    const ask = (question) => client.POST("/api/ask", { body: { question } });
    const { data } = await ask(QUESTION);
    const links = data.citations.map((one) => `${one.marker}: ${address}${one.link}`).join("\n");
    return [`${data.text}\n${links}`, null, (await ask(" ")).error.detail];
  },
  async eventsource(address) {
    const { EventSource } = await import("eventsource");
    const read = (question) =>
      new Promise((resolve) => {
        const source = new EventSource(`${address}/api/ask?question=${encodeURIComponent(question)}`);
        let pieces = "";
        source.addEventListener("text", (event) => (pieces += JSON.parse(event.data).text));
        source.addEventListener("done", (event) => resolve([JSON.parse(event.data), pieces], source.close()));
        source.addEventListener("error", (event) => resolve([event.data ? JSON.parse(event.data).detail : "failed", ""], source.close()));
      });
    const [answer, pieces] = await read(QUESTION);
    const links = answer.citations.map((one) => `${one.marker}: ${address}${one.link}`).join("\n");
    return [`${answer.text}\n${links}`, `${pieces}\n${links}`, (await read(" "))[0]];
  },
};

async function vercel(model) {
  const { generateText, streamText } = await import("ai");
  const whole = await generateText({ model, prompt: QUESTION, maxRetries: 0 });
  let pieces = "";
  for await (const one of streamText({ model, prompt: QUESTION, maxRetries: 0 }).textStream) pieces += one;
  return [whole.text, pieces, await error(() => generateText({ model, prompt: " ", maxRetries: 0 }))];
}

const [name, address] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync(new URL(`node_modules/${PACKAGES[name]}/package.json`, import.meta.url)));
console.log("TOLD" + JSON.stringify([version, ...(await CLIENTS[name](address))]));
process.exit(0);
