// Who may use a state, and who holds what of it.
import { choice, field, sure } from './dialog.js';
import { button } from './dom.js';
import { number, plain } from './shown.js';

const KEPT = 'holdfast.leases';

/** Lets another principal use the state, takes that back, or hands the state over. */
export async function share(changes) {
  const who = field('share-with', 'Principal', { required: true, placeholder: 'ann, or local/team' });
  const access = choice('share-access', 'What it may do', ['read', 'write', 'admin', 'owner'], 'read');
  if (!(await sure('Share this state with another principal', 'Share', [who, access]))) {
    return;
  }
  const principal = who.input.value.trim();
  const given = access.input.value;
  const whole = `Hand this state over to ${plain(principal)}? It belongs to you no longer then.`;
  if (given !== 'owner' || (await sure(whole, 'Hand over'))) {
    await changes.make('state_share', { principal, access: given }, () => `${plain(principal)}: ${given}.`);
  }
}

/** A button that takes back what a principal was given. */
export function withdrawing(changes, principal) {
  return button('Withdraw', async () => {
    if (await sure(`Take back from ${plain(principal)} what it may do here?`, 'Withdraw')) {
      await changes.make('state_share', { principal, access: 'none' }, () => `Withdrawn from ${plain(principal)}.`);
    }
  }, { class: 'more', 'aria-label': `Withdraw from ${plain(principal)}` });
}

/** Takes an exclusive claim. Its token stays in this tab, so that it can be given back here. */
export async function claim(changes) {
  const name = field('claim-name', 'What is claimed, as its users call it', { required: true });
  const seconds = { type: 'number', min: 1, max: 86_400, value: 300, required: true };
  const ttl = field('claim-ttl', 'For so many seconds', seconds);
  if (!(await sure('Claim something of this state for yourself', 'Claim', [name, ttl]))) {
    return;
  }
  const claimed = name.input.value.trim();
  const said = ({ token, expires_at: until }) =>
    `${plain(claimed)} is yours until ${new Date(until).toLocaleTimeString()}, by the token ${number(token)}.`;
  const made = await changes.make('state_lease', { name: claimed, ttl: Number(ttl.input.value) }, said);
  if (made) {
    keep({ ...kept(), [`${made.handle ?? changes.handle} ${claimed}`]: made.token });
  }
}

/** A button that gives back a claim of this tab; null for those of others. */
export function givingBack(changes, handle, name) {
  const key = [`${handle} ${name}`, `${changes.handle} ${name}`].find(each => Object.hasOwn(kept(), each));
  if (!key) {
    return null;
  }
  return button('Give back', async () => {
    const args = { name, token: kept()[key], release: true };
    if (await changes.make('state_lease', args, () => `${plain(name)} is free.`)) {
      const { [key]: gone, ...others } = kept();
      keep(others);
    }
  }, { class: 'more', 'aria-label': `Give back ${plain(name)}` });
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

function keep(tokens) {
  sessionStorage.setItem(KEPT, JSON.stringify(tokens));
}
