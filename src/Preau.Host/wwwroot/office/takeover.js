// The page comes drawn from the server and works; when its circuit lives, Blazor removes it and draws it anew. What a person sees of that: nothing.
{
  // Blazor empties the head before it draws it anew: the title stays meanwhile.
  const kept = document.createElement("title");
  const keepTitle = () => {
    const drawn = [...document.head.querySelectorAll("title")].find((title) => title !== kept);
    if (drawn) {
      kept.remove();
      kept.textContent = drawn.textContent;
    } else if (!kept.isConnected) document.head.append(kept);
  };
  keepTitle();
  new MutationObserver(keepTitle).observe(document.head, { subtree: true, childList: true, characterData: true });

  // The account's menu, opened before: the new one opens, with the focus where it was.
  const stops = (menu) => [...menu.querySelectorAll("summary, a, button")];
  let focused = null, left = null;
  const note = (event) => { focused = event.target; };
  const leave = (node) => {
    const menu = node instanceof Element ? node.closest("details.me[open]") ?? node.querySelector("details.me[open]") : null;
    if (menu) left = { focus: stops(menu).indexOf(focused) };
  };
  const drawn = new MutationObserver((changes) => {
    for (const change of changes) change.removedNodes.forEach(leave);
    const menu = document.querySelector(".office-header[data-live=yes] details.me");
    if (!menu) return;
    drawn.disconnect();
    document.removeEventListener("focusin", note);
    if (!left) return;
    menu.open = true;
    const stop = stops(menu)[left.focus];
    if (!stop) return;
    stop.focus();
    // Blazor gives a new page's title the focus; this page is not new to the person.
    document.addEventListener("focusin", (event) => event.target.matches("h1") && stop.focus(), { once: true });
  });
  document.addEventListener("focusin", note);
  drawn.observe(document.body, { subtree: true, childList: true });
}
