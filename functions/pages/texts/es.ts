import type { Texts } from './type.ts';

export const es: Texts = {
  signIn: 'Iniciar sesión',
  signInTo: (shop) => `Iniciar sesión en ${shop}`,
  lead: 'Pulsa Continuar para iniciar sesión con tu enlace. No necesitas contraseña.',
  continue: 'Continuar',
  signingIn: 'Iniciando sesión…',
  continueOnce: 'Pulsa Continuar una vez más para seguir.',
  noToken: 'Vuelve a abrir el enlace de tu mensaje para iniciar sesión.',
  needsScript: 'Los enlaces con # necesitan JavaScript, que está desactivado en este navegador.',
  help: 'Obtener ayuda',
  reference: 'Referencia',
  errors: {
    refused: {
      title: 'Este enlace no se puede usar',
      text: 'Puede que haya caducado o que ya se haya usado. Pide uno nuevo donde recibiste este.',
    },
    invalid: {
      title: 'Este enlace está incompleto',
      text: 'Falta una parte o ha cambiado por el camino. Vuelve a abrir el enlace de tu mensaje o cópialo entero en la barra de direcciones.',
    },
    cross_site: {
      title: 'Vuelve a abrir tu enlace',
      text: 'Este inicio de sesión venía de otro sitio web, así que lo hemos detenido. Abre el enlace de tu mensaje y pulsa allí Continuar.',
    },
    not_ready: {
      title: 'El inicio de sesión aún no está listo',
      text: 'El destino de tu enlace todavía se está configurando. Tu enlace no se ha usado. Vuelve a probarlo más tarde.',
    },
    unavailable: {
      title: 'Inténtalo de nuevo en un momento',
      text: 'Ahora mismo hay mucha actividad. Espera un momento y vuelve a cargar esta página: tu enlace sigue siendo válido.',
    },
    failed: {
      title: 'Algo ha ido mal',
      text: 'El error es nuestro. Vuelve a abrir tu enlace en un momento o pide ayuda si sigue sin funcionar.',
    },
  },
};
