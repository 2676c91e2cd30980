import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import type { Settings } from '../../../client/src/index.ts';
import { api } from '../api/client.ts';
import { refreshQueries } from '../api/refresh.ts';
import { Conflict, difference, isConflict } from '../form/conflict.tsx';
import { showFirstError } from '../form/show-first-error.ts';
import { useUnsaved } from '../form/use-unsaved.tsx';
import { useCan, usePrincipal } from '../principal/principal.tsx';
import { Button } from '../ui/button.tsx';
import { SelectField, TextArea, TextField } from '../ui/field.tsx';
import { fieldErrors, Notice } from '../ui/notice.tsx';
import { Empty, PageTitle } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import { showToast } from '../ui/toast.ts';
import {
  changesOf,
  type Draft,
  draftOf,
  FIELDS,
  GROUPS,
  requestOf,
  type SettingField,
  textOf,
} from './settings-form.ts';
import './settings.css';

const settingsQuery = {
  queryKey: ['settings'],
  queryFn: ({ signal }: { signal: AbortSignal }) => api.settings.get({ signal }),
};

export function SettingsPage() {
  const canWrite = useCan('settings:write');
  const { domains } = usePrincipal();
  const may = canWrite && domains === null;
  const { data: settings, error, refetch } = useQuery({ ...settingsQuery, enabled: may });
  return (
    <>
      <PageTitle title="Settings" />
      {!may && (
        <Empty title="Settings are for administrators of the whole service">
          <p>They hold for everybody: your role, or its limit to domains, does not let you see them.</p>
        </Empty>
      )}
      {error && <Notice error={error} retry={refetch} />}
      {settings && <SettingsForm settings={settings} />}
    </>
  );
}

/** What is typed stays as it is while the settings are read anew: what is saved is meant for the version shown. */
function SettingsForm({ settings: present }: { settings: Settings }) {
  const queryClient = useQueryClient();
  const [base, setBase] = useState(present);
  const [draft, setDraft] = useState(() => draftOf(present));
  const [theirs, setTheirs] = useState<Settings>();
  const changes = changesOf(draft, base);
  // What was read anew is shown, as long as nobody has typed.
  useEffect(() => {
    if (present.version !== base.version && Object.keys(changes).length === 0) adopt(present);
  }, [present.version]);

  const save = useMutation({
    // On top of what somebody else has saved, no more than what was changed here.
    mutationFn: (on: Settings) =>
      api.settings.put(requestOf({ ...draftOf(on), ...changes }), { ifMatch: on.version }),
    onSuccess: (saved) => {
      queryClient.setQueryData(settingsQuery.queryKey, saved);
      void refreshQueries(queryClient, 'events');
      adopt(saved);
      void showToast('The settings are saved', 'They hold everywhere within a minute.');
    },
    onError: async (error) => {
      if (isConflict(error)) setTheirs(await queryClient.fetchQuery({ ...settingsQuery, staleTime: 0 }));
    },
  });

  function adopt(settings: Settings) {
    setBase(settings);
    setDraft(draftOf(settings));
    setTheirs(undefined);
  }
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    if (!save.isPending) save.mutate(base, { onError: () => showFirstError(form) });
  }

  const refused = fieldErrors(save.error);
  const errorOf = (name: string): string | undefined =>
    refused[name] ?? Object.entries(refused).find(([pointer]) => pointer.startsWith(`${name}/`))?.[1];
  const changed = Object.keys(changes).length > 0;
  const { question } = useUnsaved(changed);
  return (
    <form className="form settings" onSubmit={submit} noValidate>
      {GROUPS.map(([title, fields]) => (
        <section key={title} aria-label={title}>
          <h2>{title}</h2>
          {fields.map((field) => (
            <SettingInput
              key={field.name}
              field={field}
              value={draft[field.name]}
              error={errorOf(field.name)}
              onChange={(value) => setDraft({ ...draft, [field.name]: value })}
            />
          ))}
        </section>
      ))}
      {theirs && (
        <Conflict
          rows={FIELDS.flatMap(({ name, label }) =>
            difference(label, (value) => String(value) || '–', {
              base: textOf(base[name]),
              saved: textOf(theirs[name]),
              own: changes[name],
            }),
          )}
          busy={save.isPending}
          onKeepLocal={() => save.mutate(theirs)}
          onTakeRemote={() => adopt(theirs)}
        />
      )}
      {save.error && !isConflict(save.error) && <Notice error={save.error} />}
      <p className="settings-foot">
        <Button tone="main" type="submit" busy={save.isPending} disabled={!changed || theirs !== undefined}>
          Save
        </Button>
        {changed && <Button onClick={() => setDraft(draftOf(base))}>Undo</Button>}
        <span className="soft">
          {base.updatedAt ? (
            <>
              Last changed <Time at={base.updatedAt} />
            </>
          ) : (
            'Nobody has changed them yet.'
          )}
        </span>
      </p>
      {question}
    </form>
  );
}

type SettingInputProps = {
  field: SettingField;
  value: Draft[SettingField['name']];
  error: string | undefined;
  onChange: (value: string) => void;
};

function SettingInput({ field: { label, kind, hint }, ...rest }: SettingInputProps) {
  const said = { label, hint, ...rest };
  if (kind === 'choice')
    return (
      <SelectField
        {...said}
        options={[
          ['query', 'in the query, which every browser takes'],
          ['fragment', 'in the fragment'],
        ]}
      />
    );
  if (kind === 'list') return <TextArea {...said} rows={3} spellCheck={false} />;
  if (kind === 'number') return <TextField {...said} type="text" inputMode="numeric" />;
  return <TextField {...said} type={kind} spellCheck={false} />;
}
