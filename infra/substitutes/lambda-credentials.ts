/**
 * Replaces `@aws-sdk/credential-provider-node` in bundles: a Lambda has its credentials in the environment. The other
 * providers (profiles, single sign-on, metadata services) are two fifths of a client's size.
 */
export const defaultProvider = () => async () => {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = process.env;
  if (!accessKeyId || !secretAccessKey) throw new Error('the environment has no credentials');
  const sessionToken = process.env.AWS_SESSION_TOKEN;
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
};
