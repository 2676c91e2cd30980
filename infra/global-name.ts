import { Aws, Names } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Characters. The shortest limit of CloudFront's: that of functions and origin access controls. */
const LONGEST = 64;
/** Characters for the region, with a reserve: `ap-southeast-2` has 14. */
const REGION = 20;

/**
 * A name for a resource of CloudFront, which is unique in its account, across regions and stacks. It consists of the
 * region, the id, and the path of the scope with a digest. A long path is shortened in the middle.
 */
export function globalName(scope: Construct, id: string): string {
  const maxLength = LONGEST - REGION - id.length - 2;
  return `${Aws.REGION}-${id}-${Names.uniqueResourceName(scope, { maxLength })}`;
}
