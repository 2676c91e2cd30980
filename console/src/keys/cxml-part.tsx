import type { Key } from '../../../client/src/index.ts';
import { CONTACT_EMAIL, USER_FIELDS } from '../../../shared/punchout/cxml-user.ts';
import { CopyButton } from '../ui/copy.tsx';
import { exact } from '../ui/time.tsx';
import { cxmlExample, PLACEHOLDERS } from './cxml-example.ts';
import { SetUpRow, Value } from './set-up-row.tsx';

/** A punch-out by cXML, as the cXML door takes it. Without a key it has placeholders. */
export function CxmlPart({ apiKey, appUrl }: { apiKey: Key | undefined; appUrl: string }) {
  const example = cxmlExample(apiKey);
  return (
    <section aria-labelledby="sheet-cxml">
      <h3 id="sheet-cxml">cXML 1.2</h3>
      <table>
        <tbody>
          <SetUpRow name="Address">
            <Value of={`${appUrl}/punchout/cxml`} label="Copy the address for cXML" />
          </SetUpRow>
          <SetUpRow name="Method">
            POST of a <code>PunchOutSetupRequest</code>, as <code>text/xml; charset=utf-8</code>
          </SetUpRow>
          <SetUpRow name="Sender">
            domain <Value of={apiKey?.domain ?? PLACEHOLDERS.domain} label="Copy the domain" /> identity{' '}
            <Value of={apiKey?.identity ?? PLACEHOLDERS.identity} label="Copy the identity" />
          </SetUpRow>
          <SetUpRow name={<code>SharedSecret</code>}>
            <span className="soft">handed over apart from this sheet</span>
          </SetUpRow>
          <SetUpRow name="From and To">
            yours and ours; the basket comes back with both changed places
          </SetUpRow>
          <SetUpRow name="User">{userText(apiKey)}</SetUpRow>
          <SetUpRow name="Answer">
            the URL in <code>StartPage</code>: open it in the browser of the buyer within five minutes, once
          </SetUpRow>
          {apiKey?.expiresAt && (
            <SetUpRow name="Valid">
              until <time dateTime={apiKey.expiresAt}>{exact(apiKey.expiresAt)}</time>
            </SetUpRow>
          )}
        </tbody>
      </table>
      <p className="screen-only">
        <CopyButton label="Copy the example" text="Copy the example" value={example} />
      </p>
      <pre>{example}</pre>
    </section>
  );
}

/** Where a document names the user. */
function userText(key: Key | undefined) {
  if (!key) return 'as agreed: always the same, or an e-mail address in the document';
  if (key.userId) return 'always the same: the document names none';
  const domains = key.domains ? `of ${key.domains.join(', ')}, ` : '';
  return (
    <>
      the e-mail address {domains}in {fieldText(key.userField)}
    </>
  );
}

function fieldText(userField: string | null) {
  if (userField === CONTACT_EMAIL) return <code>Contact/Email</code>;
  if (userField !== null)
    return (
      <>
        the <code>Extrinsic</code> <code>{userField}</code>
      </>
    );
  return (
    <>
      the <code>Extrinsic</code> <code>{USER_FIELDS[0]}</code>, or another usual one
    </>
  );
}
