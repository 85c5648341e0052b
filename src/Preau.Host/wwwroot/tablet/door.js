// The door: by a name and a password, or by the office's code, which makes this a classroom tablet.
import { h, htm, signal } from '../vendor/libraries.js';
import * as desk from './desk.js';
import { HelpKey, Tongue, Waits } from './help.js';
import { Refused } from './server.js';
import { askWhose, signIn } from './sign-in.js';
import { enrol } from './who.js';
import { t } from './words.js';

const html = htm.bind(h);
const focus = el => el?.focus(); // once, when it comes
const logo = new URL('./icons/preau.svg', import.meta.url).pathname;
const form = signal({ busy: false, error: '', schools: null, code: null });

/** Enrols this tablet by the office's code; says on the door what did not work. @param {string} code */
export async function takeCode(code) {
  form.value = { ...form.peek(), busy: true, error: '', ofCode: false };
  try {
    await enrol(code);
    form.value = { busy: false, error: '', schools: null, code: null };
  } catch (x) {
    form.value = { ...form.peek(), busy: false, code, ofCode: true, error: x instanceof Refused ? x.problem.title || x.code : t().noNetworkShort };
  }
}
const guess = () => /iPad|Macintosh.*Mobile/.test(navigator.userAgent) ? 'iPad' : /Android/.test(navigator.userAgent) ? t().guess.android : /Windows/.test(navigator.userAgent) ? 'PC Windows' : /CrOS/.test(navigator.userAgent) ? 'Chromebook' : t().guess.other;

/** @param {{entered:() => void}} props called once the person is in. A classroom tablet that the server no longer knows asks for a code: by a password it would become a person's own. */
export function SignIn({ entered }) {
  const w = t(), f = form.value, device = desk.device.value, trouble = desk.trouble.value;
  const lost = device?.shared && w.anewShared[trouble];
  const submit = async e => {
    e.preventDefault();
    if (f.busy) return;
    const data = new FormData(e.target);
    form.value = { ...f, busy: true, error: '', ofCode: false };
    try {
      const doubted = await signIn({ userName: data.get('userName').trim(), password: data.get('password'), establishment: data.get('establishment') || null, name: data.get('name').trim() || guess() });
      form.value = { busy: false, error: '', schools: null, code: null };
      entered();
      askWhose(doubted);
    } catch (x) {
      const schools = x instanceof Refused && x.code === 'sign-in.choose' ? x.problem.establishments : f.schools;
      form.value = { ...form.peek(), busy: false, schools, error: x instanceof Refused ? x.problem.title || x.code || String(x.status) : navigator.onLine === false ? w.noNetwork : w.noNetworkShort };
      if (x.code === 'device.needs-code') desk.trouble.value ??= 'device.unknown';
    }
  };
  const head = html`<p class="brand"><img src=${logo} alt="" width="48" height="48" />Préau</p><h1 tabindex="-1">${w.hello}</h1><p role=${trouble ? 'alert' : undefined}>${lost || w.anew[trouble] || w.signInWhy}</p>`;
  const wrong = html`<p class="is-absent" role="alert">${f.error}</p>`;
  const foot = html`<${Waits} held=${!!trouble} />
    ${desk.storage.value === 'refused' && html`<p>${w.private}</p>`}${!self.isSecureContext && html`<p class="quiet">${w.insecure}</p>`}
    <p class="row-of"><${Tongue} /><${HelpKey} />${device?.shared && !trouble ? html`<button type="button" class="link" data-act="who" onClick=${() => { desk.screen.value = 'who'; }}>${w.who}</button>`
      : f.code === null && !lost && html`<button type="button" class="link" data-act="classroom" onClick=${() => { form.value = { ...f, code: '', error: '' }; }}>${w.classroom}</button>`}</p>`;
  const byCode = html`<form onSubmit=${e => { e.preventDefault(); takeCode(new FormData(e.target).get('enrol')); }}>${lost && head}<h2>${w.classroom}</h2><p>${w.classroomWhy}</p>
      <label class="field"><span>${w.enrolCode}</span><input name="enrol" required maxlength="20" autocomplete="off" autocapitalize="characters" spellcheck=${false} defaultValue=${f.code ?? ''} ref=${lost ? undefined : focus} /></label>
      ${(lost || f.ofCode) && wrong}<button type="submit" class="main" data-act="enrol">${w.enrol}</button>${lost && foot}</form>`;
  return html`<main class="door">${!lost && html`<form key="password" onSubmit=${submit}>${head}
    <label class="field"><span>${w.userName}</span><input name="userName" required autocomplete="username" autocapitalize="none" spellcheck=${false} defaultValue=${desk.me.value?.person.userName ?? ''} /></label>
    <label class="field"><span>${w.password}</span><input name="password" type="password" required autocomplete="current-password" /></label>
    ${f.schools && html`<label class="field"><span>${w.establishment}</span><select name="establishment">${f.schools.map(s => html`<option key=${s.code} value=${s.code}>${s.name}</option>`)}</select></label>`}
    <label class="field quiet"><span>${w.deviceName}</span><input name="name" maxlength="60" autocomplete="off" defaultValue=${device?.name ?? guess()} /></label>
    ${!f.ofCode && wrong}
    <button type="submit" class="main" data-act="sign-in" aria-disabled=${f.busy ? 'true' : undefined}>${f.busy ? w.signingIn : w.signIn}</button>
    ${foot}</form>`}${(lost || f.code !== null) && byCode}</main>`;
}
