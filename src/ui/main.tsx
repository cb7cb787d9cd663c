import { render } from 'preact';
import { App } from './app.tsx';
import { Clock } from './parts/when.tsx';

render(
  <Clock>
    <App />
  </Clock>,
  document.body,
);
