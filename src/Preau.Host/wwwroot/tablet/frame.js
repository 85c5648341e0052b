// The order of things after a touch: what it says on its own row, the frame that shows it, then the rest of the page.
import { effect } from '../vendor/libraries.js';

/** Resolves when the next picture is on the glass, or soon where nothing is being shown. */
export const painted = () => new Promise(done => { requestAnimationFrame(() => setTimeout(done, 40)); setTimeout(done, 400); });

let answering = null;
/** Says that a finger waits for its answer: what is kept drawn follows after the frame. */
export function answer() { answering ??= painted().then(() => { answering = null; }); }

/**
 * Draws now, and anew after each change of what the drawing read: before the next frame, or after it while a finger waits.
 * @param {() => void} draw
 */
export function keepDrawn(draw) {
  let drawn = false;
  const stop = effect(() => {
    if (drawn) return void Promise.resolve(answering).then(() => { stop(); keepDrawn(draw); }); // reads nothing: tells of one change only
    drawn = true;
    try { draw(); } catch (e) { reportError(e); } // told, and drawn again at the next change
  });
}
