import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Settings } from '../../../client/src/index.ts';
import { api } from '../api/client.ts';
import { settingsQuery } from '../api/queries.ts';
import { refreshQueries } from '../api/query-client.ts';
import { Conflict, difference, isConflict } from '../form/conflict.tsx';
import { errorOfList, focusFirstError, useForm } from '../form/use-form.ts';
import { useUnsaved } from '../form/use-unsaved.tsx';
import { useCan, usePrincipal } from '../principal/principal.tsx';
import { Button } from '../ui/button.tsx';
import { SelectField, TextArea, TextField } from '../ui/field.tsx';
import { ActionError, Notice } from '../ui/notice.tsx';
import { Empty, PageTitle } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import { showToast } from '../ui/toast.ts';
import {
  changesOf,
  FIELDS,
  GROUPS,
  type Name,
  type SettingField,
  toFormValues,
  toRequest,
  toText,
} from './settings-form.ts';
import './settings.css';

export function SettingsPage() {
  const canWrite = useCan('settings:write');
  const { domains } = usePrincipal();
  const allowed = canWrite && domains === null;
  const { data: settings, error, refetch } = useQuery({ ...settingsQuery, enabled: allowed });
  return (
    <>
      <PageTitle title="Settings" />
      {!allowed && (
        <Empty title="Settings are for administrators of the whole service">
          <p>They hold for everybody: your role, or its limit to domains, does not let you see them.</p>
        </Empty>
      )}
      {error && <Notice error={error} retry={refetch} />}
      {settings ? <SettingsForm settings={settings} /> : allowed && !error && <SettingsFrame />}
    </>
  );
}

/** The fields while their values load. */
const SettingsFrame = () => (
  <fieldset disabled aria-busy className="form settings">
    <SettingsFields inputOf={() => ({ value: '', onChange: () => {}, error: undefined })} />
  </fieldset>
);

type InputProps = Omit<SettingInputProps, 'setting'>;

const SettingsFields = ({ inputOf }: { inputOf: (name: Name) => InputProps }) =>
  GROUPS.map(([title, fields]) => (
    <section key={title} aria-label={title}>
      <h2>{title}</h2>
      {fields.map((field) => (
        <SettingInput key={field.name} setting={field} {...inputOf(field.name)} />
      ))}
    </section>
  ));

/** Saves against the version that the form was filled from, even when the settings were refetched meanwhile. */
function SettingsForm({ settings: current }: { settings: Settings }) {
  const queryClient = useQueryClient();
  const [base, setBase] = useState(current);
  /** The version that was saved by another user after the form was filled. */
  const [remote, setRemote] = useState<Settings>();
  const form = useForm({ initial: toFormValues(current) });
  const { question } = useUnsaved(form.changed);
  const changes = changesOf(form.values, base);
  // Refetched settings replace a form without changes.
  useEffect(() => {
    if (current.version !== base.version && !form.changed) fillFrom(current);
  }, [current.version]);

  const save = useMutation({
    // Sends only the fields that were changed here; all others stay as in `on`.
    mutationFn: (on: Settings) =>
      api.settings.put(toRequest({ ...toFormValues(on), ...changes }), { ifMatch: on.version }),
    onSuccess: (saved) => {
      queryClient.setQueryData(settingsQuery.queryKey, saved);
      void refreshQueries(queryClient, 'events');
      fillFrom(saved);
      void showToast('The settings are saved', 'They hold everywhere within a minute.');
    },
    onError: async (error) => {
      if (isConflict(error)) setRemote(await queryClient.fetchQuery({ ...settingsQuery, staleTime: 0 }));
    },
  });

  function fillFrom(settings: Settings) {
    setBase(settings);
    form.reset(toFormValues(settings));
    setRemote(undefined);
  }

  const errors = form.errors(save.error);
  const submit = form.onSubmit((element) => {
    if (!save.isPending) save.mutate(base, { onError: () => focusFirstError(element) });
  });
  return (
    <form className="form settings" onSubmit={submit} noValidate>
      <SettingsFields inputOf={(name) => ({ ...form.field(name), error: errorOfList(errors, name) })} />
      {remote && (
        <Conflict
          rows={FIELDS.flatMap(({ name, label }) =>
            difference(label, (text) => text || '–', {
              base: toText(base[name]),
              remote: toText(remote[name]),
              local: changes[name],
            }),
          )}
          busy={save.isPending}
          onKeepLocal={() => save.mutate(remote)}
          onTakeRemote={() => fillFrom(remote)}
        />
      )}
      <footer className="settings-foot">
        <ActionError error={isConflict(save.error) ? undefined : save.error} />
        <Button
          tone="main"
          type="submit"
          busy={save.isPending}
          disabled={!form.changed || remote !== undefined}
        >
          Save
        </Button>
        {form.changed && <Button onClick={() => form.reset(toFormValues(base))}>Undo</Button>}
        <span className="soft">
          {base.updatedAt ? (
            <>
              Last changed <Time at={base.updatedAt} />
            </>
          ) : (
            'Nobody has changed them yet.'
          )}
        </span>
      </footer>
      {question}
    </form>
  );
}

type SettingInputProps = {
  setting: SettingField;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
};

const CHOICES: { [name: string]: readonly (readonly [value: string, label: string])[] } = {
  linkStyle: [
    ['query', 'in the query, which every browser takes'],
    ['fragment', 'in the fragment'],
  ],
  responseMode: [
    ['query', 'in the query of its address'],
    ['form_post', 'in a form that the browser posts'],
  ],
};

function SettingInput({ setting: { name, label, kind, hint }, ...control }: SettingInputProps) {
  const props = { label, hint, ...control };
  if (kind === 'choice') return <SelectField<string> {...props} options={CHOICES[name] ?? []} />;
  if (kind === 'list') return <TextArea {...props} rows={3} spellCheck={false} />;
  if (kind === 'number') return <TextField {...props} type="text" inputMode="numeric" />;
  return <TextField {...props} type={kind} spellCheck={false} />;
}
