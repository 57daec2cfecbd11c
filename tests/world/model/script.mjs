// What the model says: the first entry whose words stand in the last message; else what a schema asks.
import { fitting, mistakes } from './schema.mjs';

const GARBAGE = 'Claro que sí, con gusto le ayudo. {"herramienta": ';

export class Script {
  constructor() {
    this.forget();
  }

  forget() {
    this.entries = [];
    this.faults = [];
    this.calls = [];
    return { status: 'ok' };
  }

  // [{ match, content?: object|string, tool?: { name, arguments } }]
  learn(entries) {
    this.entries.push(...[entries].flat());
    return { entries: this.entries.length };
  }

  // [{ kind: slow|down|error|garbage|other_tool|restless, times?, ms? }]
  trouble(faults) {
    this.faults = [faults].flat().map((fault) => ({ times: Infinity, ...fault }));
    return { faults: this.faults.length };
  }

  ask(question) {
    this.calls.push({ messages: question.messages, schema: question.schema ?? null });
    const fault = this.faults.find((each) => each.times > 0);
    if (fault) fault.times -= 1;
    return fault;
  }

  reply(question, fault) {
    if (fault?.kind === 'garbage') return { content: GARBAGE };
    if (fault?.kind === 'other_tool') return { content: otherTool(question) };
    const last = question.messages.at(-1);
    const entry = this.entries.find((each) => last.content.includes(each.match));
    if (question.tools?.length && fault?.kind === 'restless') return this.again(question);
    if (question.tools?.length) return toolCall(question, entry);
    if (!question.schema) return { content: String(entry?.content ?? 'No sé.') };
    const content = entry?.content ?? fitting(question.schema);
    const wrong = mistakes(content, question.schema);
    // A server that keeps to a schema could not say it: the test is wrong.
    if (wrong.length) throw new Error(`scripted answer breaks the schema: ${wrong.join('; ')}`);
    return { content: JSON.stringify(content) };
  }

  // The tool of the first message that has one, whatever was answered since.
  again({ messages }) {
    const said = (each) => messages.some(({ content }) => content?.includes(each.match));
    return { content: '', tool: this.entries.find((each) => each.tool && said(each))?.tool };
  }
}

function toolCall(question, entry) {
  const done = question.messages.at(-1).role === 'tool';
  if (done || !entry?.tool) return { content: 'Listo, son RD$ 99,999.00.' };
  const known = question.tools.map((tool) => tool.function.name);
  if (!known.includes(entry.tool.name)) throw new Error(`no tool ${entry.tool.name} was offered`);
  return { content: '', tool: entry.tool };
}

function otherTool(question) {
  const root = Object.keys(question.schema?.properties ?? { eleccion: 0 })[0];
  return JSON.stringify({ [root]: { herramienta: 'borrar_todo', productos: ['cemento'] } });
}
