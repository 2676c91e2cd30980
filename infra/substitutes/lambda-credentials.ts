/**
 * Takes the place of `@aws-sdk/credential-provider-node` in what is deployed. A Lambda finds its role's
 * credentials in its environment and nowhere else; profiles, single sign-on and metadata services are two
 * fifths of a client's size.
 */
export const defaultProvider = () => async () => {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = process.env;
  if (!accessKeyId || !secretAccessKey) throw new Error('the environment has no credentials');
  const sessionToken = process.env.AWS_SESSION_TOKEN;
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
};
