/** The page: a list and a conversation, by the address behind `#/`. */
import { openChat, startChat } from './chat-view.js';
import { startComposer } from './composer.js';
import { byId } from './dom.js';
import { startDrawer } from './drawer.js';
import { setCurrent, startList } from './list-view.js';
import { onChange, start } from './store.js';

let isLoaded = false;

function route() {
  const id = decodeURIComponent(location.hash.replace(/^#\/?/, '')) || undefined;
  const shown = openChat(id);
  byId('app').dataset.view = shown ? 'chat' : 'list';
  setCurrent(shown ? id : undefined);
}

startList();
startComposer();
startChat();
startDrawer();
addEventListener('hashchange', route);
onChange(({ type }) => {
  // The first list of people decides whether the address names somebody.
  if (type === 'messages' && !isLoaded) {
    isLoaded = true;
    route();
  }
});
start();
