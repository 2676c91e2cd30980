const DOMAIN = /^(?=.{1,253}$)([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;

/** Whether a text is the domain of e-mail addresses, such as acme.com. */
export const isDomain = (text: string): boolean => DOMAIN.test(text);
