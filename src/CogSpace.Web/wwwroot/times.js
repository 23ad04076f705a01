import { whenAdded } from './added.js';

// Moments are written as the visitor's clock shows them.
const format = new Intl.DateTimeFormat(document.documentElement.lang, { day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit' });

whenAdded('time[data-local]', time => {
  const text = format.format(new Date(time.dateTime));
  if (time.textContent !== text) time.textContent = text;
});
