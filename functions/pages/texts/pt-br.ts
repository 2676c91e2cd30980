import type { Texts } from './type.ts';

export const ptBr: Texts = {
  signIn: 'Entrar',
  signInTo: (shop) => `Entrar em ${shop}`,
  lead: 'Pressione Continuar para entrar com o seu link. Você não precisa de senha.',
  continue: 'Continuar',
  signingIn: 'Entrando…',
  continueOnce: 'Pressione Continuar mais uma vez para prosseguir.',
  noToken: 'Abra novamente o link da sua mensagem para entrar.',
  needsScript: 'Links com # precisam de JavaScript, que está desativado neste navegador.',
  help: 'Obter ajuda',
  reference: 'Referência',
  errors: {
    refused: {
      title: 'Este link não pode ser usado',
      text: 'Ele pode ter expirado ou já ter sido usado. Peça um novo link onde você recebeu este.',
    },
    invalid: {
      title: 'Este link está incompleto',
      text: 'Uma parte está faltando ou foi alterada no caminho. Abra novamente o link da sua mensagem ou copie-o por inteiro na barra de endereços.',
    },
    cross_site: {
      title: 'Abra o seu link novamente',
      text: 'Este acesso veio de outro site, por isso o interrompemos. Abra o link da sua mensagem e pressione Continuar ali.',
    },
    not_ready: {
      title: 'O acesso ainda não está pronto',
      text: 'O destino do seu link ainda está sendo configurado. O link não foi usado. Tente novamente mais tarde.',
    },
    unavailable: {
      title: 'Tente novamente em instantes',
      text: 'O movimento está muito alto agora. Aguarde um instante e recarregue esta página: o link continua válido.',
    },
    failed: {
      title: 'Algo deu errado',
      text: 'O erro é nosso. Abra o seu link novamente em instantes ou peça ajuda se ainda não funcionar.',
    },
  },
};
