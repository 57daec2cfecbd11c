// Prepares what `npm ci` alone cannot: the vendor's validators in one file, and the import map of the
// app runtime (its modules would otherwise be looked for in a registry other than npm's).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import esbuild from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const modules = path.join(root, 'node_modules');
const generated = path.join(root, 'generated');

function bundleValidators() {
  // The package's own files are ESM without extensions, which Node cannot load as they are.
  return esbuild.build({
    stdin: { contents: "export * from '@rocket.chat/rest-typings';", resolveDir: root },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
    outfile: path.join(generated, 'validators.cjs'),
    plugins: [compileWhenUsed],
  });
}

// Compiling all four hundred schemas takes two seconds of each start; a workspace is asked for some forty.
const LAZILY = `
for (const each of [ajv, ajvQuery]) {
  const compile = each.compile.bind(each);
  each.compile = (schema, meta) => {
    let check;
    const validate = (data) => {
      check ??= compile(schema, meta);
      const fits = check(data);
      validate.errors = check.errors;
      return fits;
    };
    return Object.assign(validate, { schema });
  };
}
`;
const compileWhenUsed = {
  name: 'compile-when-used',
  setup(build) {
    build.onLoad({ filter: /rest-typings[/\\]dist[/\\]v1[/\\]Ajv\.js$/ }, ({ path: file }) => {
      const vendors = readFileSync(file, 'utf8');
      const contents = vendors.replace('export { ajv, ajvQuery };', `${LAZILY}export { ajv, ajvQuery };`);
      if (contents === vendors) throw new Error('the validators are made in another way than before');
      return { contents, loader: 'js' };
    });
  },
};

function runtimeImports() {
  const ours = (name) => pathToFileURL(path.join(root, 'runtime/std', name)).href;
  const theirs = (name) => pathToFileURL(path.join(modules, name)).href;
  return {
    '@msgpack/msgpack': theirs('@msgpack/msgpack/dist.es5+esm/index.mjs'),
    '@rocket.chat/apps-engine/': theirs('@rocket.chat/apps-engine/src/'),
    '@rocket.chat/apps-engine/definition/exceptions/AppsEngineException.ts': ours('apps-engine-exception.ts'),
    '@rocket.chat/ui-kit': ours('ui-kit.ts'),
    '@std/cli/parse-args': ours('parse-args.ts'),
    '@std/io': ours('io.ts'),
    '@std/streams': ours('streams.ts'),
    acorn: theirs('acorn/dist/acorn.mjs'),
    'acorn-walk': theirs('acorn-walk/dist/walk.mjs'),
    astring: theirs('astring/dist/astring.mjs'),
    'jsonrpc-lite': theirs('jsonrpc-lite/dist/esnext/jsonrpc.js'),
    'stack-trace': ours('stack-trace.ts'),
    uuid: theirs('uuid/dist/esm-browser/index.js'),
  };
}

mkdirSync(generated, { recursive: true });
await bundleValidators();
const runtimeConfig = { imports: runtimeImports(), unstable: ['detect-cjs'] };
writeFileSync(path.join(generated, 'deno.json'), `${JSON.stringify(runtimeConfig, null, 2)}\n`);
console.log('world/rocketchat: ready');
