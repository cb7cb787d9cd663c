import { Text } from './when.tsx';

/** What the last command came to, until it was seen; said to who does not look at it as well. */
export function Outcome({ said, onSeen }: { said: readonly string[]; onSeen: () => void }) {
  return (
    <div role="status">
      {said.length > 0 && (
        <div class="outcome">
          <pre>
            <Text>{said.join('\n')}</Text>
          </pre>
          <button type="button" onClick={onSeen}>
            Seen
          </button>
        </div>
      )}
    </div>
  );
}
