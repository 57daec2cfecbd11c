// The two protocols: what a request must look like, and how an answer is written.
const MODEL = 'a-small-model';
const ROLES = new Set(['system', 'user', 'assistant', 'tool']);

export const ollama = {
  knows: (method, path) => ['/api/chat', '/api/show', '/api/tags', '/api/version'].includes(path),
  read(path, body) {
    if (path === '/api/version') return { answer: { version: '0.6.8' } };
    if (path === '/api/tags') return { answer: { models: [{ name: MODEL, model: MODEL }] } };
    const wrong = body?.model === MODEL ? null : refusal(404, `model '${body?.model}' not found`);
    if (wrong) return wrong;
    if (path === '/api/show') return { answer: { model_info: { 'qwen2.context_length': 4096 } } };
    return asked(body, body.format ?? undefined, [
      [body.stream === false, 'stream must be false here'],
      [!body.options || typeof body.options === 'object', 'options must be an object'],
      [body.options?.num_ctx <= 8192, 'num_ctx is missing or larger than this machine'],
    ]);
  },
  write: (question, reply) => ({
    model: MODEL,
    created_at: new Date().toISOString(),
    message: {
      role: 'assistant',
      content: reply.content,
      ...(reply.tool ? { tool_calls: [{ function: reply.tool }] } : {}),
    },
    done: true,
    done_reason: 'stop',
    prompt_eval_count: length(question.messages),
    eval_count: reply.content.length,
  }),
};

export const openai = {
  knows: (method, path) => ['/v1/chat/completions', '/v1/models'].includes(path),
  read(path, body) {
    if (path === '/v1/models') return { answer: { object: 'list', data: [{ id: MODEL }] } };
    if (body?.model !== MODEL) return refusal(404, `The model '${body?.model}' does not exist`);
    const format = body.response_format;
    const schema = format?.json_schema?.schema;
    return asked(body, schema, [
      [!format || format.type === 'json_schema', 'response_format.type must be json_schema'],
      [!schema || schema.type === 'object', 'the root of a schema must be an object'],
      [!schema || format.json_schema.name, 'response_format.json_schema.name is required'],
    ]);
  },
  write: (question, reply) => ({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model: MODEL,
    choices: [
      {
        index: 0,
        finish_reason: reply.tool ? 'tool_calls' : 'stop',
        message: {
          role: 'assistant',
          content: reply.content,
          ...(reply.tool ? { tool_calls: [called(reply.tool)] } : {}),
        },
      },
    ],
    usage: { prompt_tokens: length(question.messages), completion_tokens: 1, total_tokens: 1 },
  }),
};

function called(tool) {
  const written = { name: tool.name, arguments: JSON.stringify(tool.arguments) };
  return { id: 'call_1', type: 'function', function: written };
}

function asked(body, schema, rules) {
  const messages = body.messages;
  const all = [
    [Array.isArray(messages) && messages.length > 0, 'messages must be a list'],
    [messages?.every?.((m) => ROLES.has(m.role)), 'a message has a role that nobody knows'],
    [messages?.every?.((m) => typeof m.content === 'string' || calls(m)), 'content must be text'],
    [schema === undefined || typeof schema === 'object', 'format must be a JSON schema'],
    ...rules,
  ];
  const broken = all.find(([holds]) => !holds);
  return broken ? refusal(400, broken[1]) : { messages, schema, tools: body.tools };
}

// Who calls a tool need not say anything.
function calls(message) {
  return message.role === 'assistant' && message.tool_calls?.length > 0 && !message.content;
}

function refusal(status, message) {
  return { refused: { status, body: { error: { message, type: 'invalid_request_error' } } } };
}

function length(messages) {
  return messages.reduce((sum, message) => sum + (message.content ?? '').length, 0);
}
