/** UiKit's blocks, as far as they are used here. */
export interface Text {
  type: 'plain_text' | 'mrkdwn';
  text: string;
}

export interface Option {
  text: Text;
  value: string;
}

export type Style = 'primary' | 'danger';

export type Element = { actionId: string; appId?: string } & (
  | { type: 'button'; text: Text; value?: string; style?: Style; url?: string }
  | { type: 'static_select'; placeholder: Text; options: Option[]; initialValue?: string }
  | {
      type: 'plain_text_input';
      initialValue?: string;
      multiline?: boolean;
      placeholder?: Text;
    }
);

export type Block = { blockId?: string; appId?: string } & (
  | { type: 'section'; text?: Text; fields?: Text[] }
  | { type: 'actions'; elements: Element[] }
  | { type: 'context'; elements: Text[] }
  | { type: 'divider' }
  | {
      type: 'callout';
      title?: Text;
      text: Text;
      variant: 'info' | 'warning' | 'danger' | 'success';
    }
  | { type: 'input'; label: Text; element: Element; optional?: boolean; hint?: Text }
);

export interface View {
  kind: 'modal' | 'bar';
  id: string;
  title: string;
  blocks: Block[];
  submit?: { text: string; value?: string };
  close: string;
}

export const plain = (text: string): Text => ({ type: 'plain_text', text });
export const rich = (text: string): Text => ({ type: 'mrkdwn', text });

export const section = (text: string): Block => ({ type: 'section', text: rich(text) });
export const small = (text: string): Block => ({ type: 'context', elements: [rich(text)] });
export const divider = (): Block => ({ type: 'divider' });

export function button(actionId: string, text: string, value = '', style?: Style): Element {
  return { type: 'button', actionId, text: plain(text), value, ...(style && { style }) };
}

export function options(pairs: [value: string, text: string][]): Option[] {
  return pairs.map(([value, text]) => ({ value, text: plain(text) }));
}

/** The same blocks, marked as this app's: in a message nothing else tells whose they are. */
export function ofApp(appId: string, blocks: Block[]): Block[] {
  return blocks.map((block) =>
    block.type === 'actions'
      ? { ...block, appId, elements: block.elements.map((each) => ({ ...each, appId })) }
      : { ...block, appId },
  );
}
