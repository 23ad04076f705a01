// node gradio.js VERB ADDRESS [ARGUMENT ...]: what @gradio/client makes of a server, as JSON.
import { Client, handle_file } from '@gradio/client';

const [verb, address, ...rest] = process.argv.slice(2);

const connect = (options = {}) => Client.connect(address, { events: ['data', 'status'], ...options });

const fetched = async file => {
  const answer = await fetch(file.url);
  return { ...file, status: answer.status, type: answer.headers.get('content-type'), bytes: (await answer.arrayBuffer()).byteLength };
};

const result = async ({ data }) => ({ files: await Promise.all(data.slice(0, 3).map(fetched)), seed: data[3] });

const verbs = {
  async describe() {
    return (await connect()).view_api();
  },

  // ARGUMENT: the parameters by their names, as JSON; then a picture to begin with, or nothing.
  async generate(parameters, picture) {
    const client = await connect();
    const named = JSON.parse(parameters);
    if (picture) named.image_input = handle_file(picture);
    return result(await client.predict('/generate', named));
  },

  // Two at once in one session, of which the second has positional parameters.
  async twice(parameters) {
    const client = await connect();
    const named = JSON.parse(parameters);
    const both = await Promise.all([
      client.predict('/generate', named),
      client.predict('/generate', [named.prompt, null, null, 0.8, 2, false, false]),
    ]);
    return Promise.all(both.map(result));
  },

  // Cancels when the first step is done. ARGUMENT: a token or key, or nothing.
  async cancel(parameters, token) {
    const client = await connect(token ? { token } : {});
    const submission = client.submit('/generate', JSON.parse(parameters));
    const told = [];
    for await (const event of submission) {
      told.push({ type: event.type, stage: event.stage, position: event.position, progress: event.progress_data, message: event.message });
      if (event.progress_data?.some(progress => progress.desc === 'denoising')) await submission.cancel();
    }
    return { event: submission.event_id(), told };
  },

  async enhance(prompt) {
    const client = await connect();
    return (await client.predict('/enhance_prompt_func', { prompt })).data;
  },

  // What a person reads who calls it wrongly.
  async refuse(parameters) {
    const client = await connect();
    try {
      await client.predict('/generate', JSON.parse(parameters));
    } catch (error) {
      return error.message;
    }
    return null;
  },
};

console.log(JSON.stringify(await verbs[verb](...rest)));
process.exit();
