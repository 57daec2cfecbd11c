// One bundled file, app.json, the icon and the words: the zip that Rocket.Chat installs.
import { mkdirSync, readFileSync } from 'node:fs';
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

const zip = new Zip();
zip.addFile('app.json', Buffer.from(JSON.stringify({ ...info, classFile }, null, 2)));
zip.addFile(classFile, Buffer.from(bundle.outputFiles[0].contents));
zip.addFile(info.iconFile, readFileSync(join(here, info.iconFile)));
zip.addLocalFolder(join(here, 'i18n'), 'i18n');
mkdirSync(join(here, 'dist'), { recursive: true });
zip.writeZip(join(here, 'dist', 'mostrador.zip'));
console.log('dist/mostrador.zip');
