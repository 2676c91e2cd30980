import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCredentialGuard } from '../fields/credential-guard.tsx';
import { usePrincipal } from '../principal/principal.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, TextField } from '../ui/field.tsx';
import { canReinstate, canRemove, type Person, peopleOf } from './person.ts';
import { keysQuery } from './queries.ts';

type ChoosePersonProps = { onChosen: (person: Person) => void; onClose: () => void };

/** Asks whom to remove: somebody whom the list of keys names, or anybody by the id of their principal. */
export function ChoosePerson({ onChosen, onClose }: ChoosePersonProps) {
  const principal = usePrincipal();
  const { data: keys = [] } = useQuery(keysQuery);
  const [chosen, setChosen] = useState('');
  const [typed, setTyped] = useState('');
  const { accepts, message } = useCredentialGuard();
  const offered = (people: readonly Person[]) => people.filter(({ id }) => canRemove(principal, id));
  const { identities, holders } = peopleOf(keys);
  const id = typed.trim();
  const person =
    id === ''
      ? offered([...identities, ...holders]).find((one) => one.id === chosen)
      : { id, name: [...identities, ...holders].find((one) => one.id === id)?.name ?? id };
  const forbidden = id !== '' && !canRemove(principal, id);
  return (
    <Dialog
      open
      title="Remove a person"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="main" type="submit" form="choose-person">
            Continue…
          </Button>
        </>
      }
    >
      <form
        id="choose-person"
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (person && !forbidden) onChosen(person);
        }}
      >
        <Field label="Who" hint="Whoever has a key, or made one. Nothing is removed before you confirm it.">
          {(control) => (
            <select
              {...control}
              value={chosen}
              onChange={({ target }) => setChosen(target.value)}
              required={id === ''}
            >
              <option value="">choose somebody</option>
              <People label="Signed in by the identity provider" people={offered(identities)} />
              <People label="With a key" people={offered(holders)} />
            </select>
          )}
        </Field>
        <TextField
          label="Or by their id"
          value={typed}
          onChange={(text) => accepts(text) && setTyped(text)}
          spellCheck={false}
          placeholder={canReinstate(principal) ? 'oidc:…' : 'key:…'}
          hint="As the history has it. It shows the same button when you choose who did something."
          error={message ?? (forbidden && forbiddenText(id === principal.id))}
        />
      </form>
    </Dialog>
  );
}

const People = ({ label, people }: { label: string; people: readonly Person[] }) =>
  people.length > 0 && (
    <optgroup label={label}>
      {people.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </optgroup>
  );

const forbiddenText = (own: boolean): string =>
  own
    ? 'This is you. Let another administrator do it.'
    : 'This must be the id of a key (key:…), or of somebody of the identity provider (oidc:…), whom administrators without limit remove.';
