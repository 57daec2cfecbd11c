// One bundled file, app.json, the icon and the words: the zip that Rocket.Chat installs.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Zip from 'adm-zip';
import { buildSync } from 'esbuild';

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const info = JSON.parse(readFileSync(join(here, 'app.json'), 'utf8'));
const classFile = info.classFile.replace(/\.ts$/, '.js');
const bundle = buildSync({
  entryPoints: [join(here, info.classFile)],
  bundle: true,
  write: false,
  platform: 'node',
  target: 'es2022',
  format: 'cjs',
  loader: { '.svg': 'text' },
  external: ['@rocket.chat/apps-engine/*'],
  tsconfig: join(here, 'tsconfig.json'),
});

// What the package is made of, in one word: Rocket.Chat keeps it with the app, and setup compares.
const words = readdirSync(join(here, 'i18n')).sort();
const hash = createHash('sha256')
  .update(JSON.stringify(info))
  .update(bundle.outputFiles[0].contents);
for (const name of words) hash.update(readFileSync(join(here, 'i18n', name)));
hash.update(readFileSync(join(here, info.iconFile)));
const build = hash.digest('hex').slice(0, 16);

const zip = new Zip();
zip.addFile('app.json', Buffer.from(JSON.stringify({ ...info, classFile, build }, null, 2)));
zip.addFile(classFile, Buffer.from(bundle.outputFiles[0].contents));
zip.addFile(info.iconFile, readFileSync(join(here, info.iconFile)));
zip.addLocalFolder(join(here, 'i18n'), 'i18n');
mkdirSync(join(here, 'dist'), { recursive: true });
zip.writeZip(join(here, 'dist', 'mostrador.zip'));
console.log('dist/mostrador.zip');
