import type { Token, TokenString } from '../../../client/src/index.ts';
import { usesLabel } from '../fields/uses.ts';
import { Button } from '../ui/button.tsx';
import { Eye } from '../ui/icons.tsx';
import { exact } from '../ui/time.tsx';
import { SetUpRow, Value } from './set-up-row.tsx';

/** What reveals the link of the token on the sheet. */
export type Revealing = { reveal: () => void; busy: boolean; error: unknown };

type OciPartProps = {
  token: Token;
  /** Undefined: it is not shown. */
  string: TokenString | undefined;
  /** Where the link is not shown and may be. */
  revealing: Revealing | undefined;
  appUrl: string;
};

/** The call of the catalogue by SAP Open Catalog Interface, as the OCI door takes it. */
export function OciPart({ token: { user, expiresAt, maxUses }, string, revealing, appUrl }: OciPartProps) {
  const apart = <span className="soft">handed over apart from this sheet</span>;
  return (
    <section aria-labelledby="sheet-oci">
      <h3 id="sheet-oci">OCI 4.0 and 5.0</h3>
      <table>
        <tbody>
          <SetUpRow name="Address">
            <Value of={`${appUrl}/punchout/oci`} label="Copy the address for OCI" />
          </SetUpRow>
          <SetUpRow name="Method">GET, or POST with a form, in the browser of the buyer</SetUpRow>
          <SetUpRow name={<code>token</code>}>
            {string ? <Value of={string.token} label="Copy the token" /> : apart}
            {!string && revealing && (
              <span className="screen-only">
                {' '}
                <Button busy={revealing.busy} onClick={revealing.reveal}>
                  <Eye size={15} /> Reveal the link
                </Button>
              </span>
            )}
          </SetUpRow>
          <SetUpRow name="Or, in its place">
            {user ? (
              <>
                <code>USERNAME</code> <Value of={user.id} label="Copy the user name" /> and{' '}
                <code>PASSWORD</code> with the value of <code>token</code>
              </>
            ) : (
              <>
                <code>PASSWORD</code> with the value of <code>token</code>, and no <code>USERNAME</code>
              </>
            )}
          </SetUpRow>
          <SetUpRow name={<code>HOOK_URL</code>}>
            your system sends it: the http or https address to which the basket is posted
          </SetUpRow>
          <SetUpRow name="Also sent">
            <code>~OkCode</code>, <code>~TARGET</code>, <code>~CALLER</code>, <code>OCI_VERSION</code>, as
            usual; further fields are passed to the shop
          </SetUpRow>
          <SetUpRow name={<code>FUNCTION</code>}>
            where wanted: <code>DETAIL</code> and <code>VALIDATE</code> with <code>PRODUCTID</code>,{' '}
            <code>SOURCING</code> and <code>BACKGROUND_SEARCH</code> with <code>SEARCHSTRING</code>
          </SetUpRow>
          <SetUpRow name="In one address">
            {string ? <Value of={string.loginUrl} label="Copy the whole link" /> : apart}
            <br />
            <span className="soft">for systems that ask for no fields, and add theirs</span>
          </SetUpRow>
          <SetUpRow name="Valid">
            {expiresAt === null ? (
              'without end'
            ) : (
              <>
                until <time dateTime={expiresAt}>{exact(expiresAt)}</time>
              </>
            )}
            , {usesLabel(maxUses)}
          </SetUpRow>
        </tbody>
      </table>
    </section>
  );
}
