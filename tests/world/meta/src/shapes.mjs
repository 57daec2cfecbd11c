import { createHmac } from 'node:crypto';

/** The bodies of webhooks. Pure: a settings value, a customer and what happened go in. */

export const envelope = (settings, values) => ({
  object: 'whatsapp_business_account',
  entry: values.map((value) => ({
    id: settings.businessAccountId,
    changes: [{ value, field: 'messages' }],
  })),
});

const valueOf = (settings, rest) => ({
  messaging_product: 'whatsapp',
  metadata: { display_phone_number: settings.displayNumber, phone_number_id: settings.phoneId },
  ...rest,
});

export const messagesValue = (settings, customer, messages) =>
  valueOf(settings, { contacts: [contact(customer)], messages });

/** System messages come without contacts. */
export const systemValue = (settings, message) => valueOf(settings, { messages: [message] });

export const statusValue = (settings, customer, status) =>
  valueOf(settings, { contacts: [contact(customer)], statuses: [status] });

function contact({ name, username, phone, userId }) {
  return {
    profile: { name, ...(username && { username }) },
    ...(phone && { wa_id: phone }),
    ...(userId && { user_id: userId }),
  };
}

export const incoming = (customer, wamid, at, content) => ({
  ...(customer.phone && { from: customer.phone }),
  ...(customer.userId && { from_user_id: customer.userId }),
  id: wamid,
  timestamp: seconds(at),
  ...content,
});

export function status(customer, { wamid, tracker }, name, at, errors) {
  const priced = name === 'sent' || name === 'delivered';
  return {
    id: wamid,
    status: name,
    timestamp: seconds(at),
    ...(customer.phone && { recipient_id: customer.phone }),
    ...(customer.userId && { recipient_user_id: customer.userId }),
    ...(priced && {
      pricing: { billable: true, pricing_model: 'PMP', type: 'regular', category: 'service' },
    }),
    ...(tracker && { biz_opaque_callback_data: tracker }),
    ...(errors && { errors }),
  };
}

export function numberChanged(customer, before, kind, wamid, at) {
  const known = kind === 'user_changed_number' && before.phone;
  const [was, is] = [before.phone ?? before.userId, customer.phone ?? customer.userId];
  return {
    ...(known && { from: before.phone }),
    id: wamid,
    timestamp: seconds(at),
    type: 'system',
    system: {
      body: `User ${customer.name} changed from ${was} to ${is}`,
      ...(customer.phone && { wa_id: customer.phone }),
      type: kind,
      user_id: customer.userId,
      ...(before.userId && { previous_user_id: before.userId }),
    },
  };
}

const seconds = (at) => String(Math.floor(at / 1000));

/** Meta's bytes: everything outside ASCII as \uxxxx in lower case, and "/" escaped. */
export function escapedUnicode(body) {
  const text = JSON.stringify(body).replaceAll('/', '\\/');
  return Buffer.from(
    text.replace(
      /[\u007f-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  );
}

export const signature = (secret, bytes) =>
  `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`;
