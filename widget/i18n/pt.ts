import type { CreateMessages, Texts } from './messages.ts';

const texts: Texts = {
  openChat: 'Abrir o chat',
  chatNotLoaded: 'O chat não carregou.',
  closeChat: 'Fechar o chat',
  heading: 'Chat',
  newChat: 'Nova conversa',
  makeLarger: 'Ampliar',
  makeSmaller: 'Reduzir',
  resizeChat: 'Redimensionar o chat',

  welcome: 'Como posso ajudar?',
  conversationLabel: 'Conversa',
  you: 'Você',
  assistant: 'Assistente',
  thinking: 'Pensando',
  reconnecting: 'Reconectando…',
  answerStopped: 'Você parou a resposta',
  answerInterrupted: 'A resposta parou aqui',
  answerCutShort: 'A resposta atingiu o tamanho máximo',
  answerEmpty: 'O modelo não deu resposta',
  notSent: 'Não enviada',
  loadingChat: 'Carregando a conversa',
  jumpToLatest: 'Ir para o mais recente',
  copyCode: 'Copiar código',
  copied: 'Copiado',
  codeLabel: 'Código',
  tableLabel: 'Tabela',
  opensInNewTab: 'abre em uma nova aba',
  mathLabel: 'Fórmula',

  messageActions: 'Ações da mensagem',
  copyMessage: 'Copiar',
  copyFailed: 'Não foi possível copiar',
  editMessage: 'Editar',
  editLabel: 'Editar sua mensagem',
  sendEdit: 'Enviar',
  cancel: 'Cancelar',
  regenerate: 'Responder de novo',
  regenerateWith: 'Responder com outro modelo',
  previousVersion: 'Versão anterior',
  nextVersion: 'Próxima versão',
  goodAnswer: 'Boa resposta',
  badAnswer: 'Resposta ruim',
  feedbackComment: 'O que poderia melhorar? (opcional)',
  sendFeedback: 'Enviar opinião',
  feedbackThanks: 'Agradecemos sua opinião',
  feedbackFailed: 'Não foi possível salvar sua opinião. Tente novamente.',
  details: 'Detalhes',

  placeholder: 'Escreva uma mensagem',
  messageLabel: 'Mensagem',
  send: 'Enviar mensagem',
  stop: 'Parar a resposta',
  model: 'Modelo',
  prompt: 'Estilo',
  noModel: 'Nenhum modelo disponível',
  offline: 'Você está sem conexão. Suas mensagens serão enviadas quando ela voltar.',
  waitingForConnection: 'Será enviada quando a conexão voltar',

  history: 'Conversas',
  closeHistory: 'Voltar ao chat',
  searchChats: 'Buscar conversas',
  clearSearch: 'Limpar a busca',
  noChats: 'Suas conversas aparecerão aqui.',
  noChatsFound: 'Nenhuma conversa corresponde à busca.',
  untitledChat: 'Conversa sem título',
  loadingChats: 'Carregando as conversas',
  moreChats: 'Mostrar mais',
  historyFailed: 'Não foi possível carregar suas conversas.',
  renameChat: 'Renomear',
  chatTitle: 'Título da conversa',
  saveTitle: 'Salvar',
  renameFailed: 'Não foi possível renomear a conversa.',
  deleteChat: 'Excluir',
  undo: 'Desfazer',
  deleteFailed: 'Não foi possível excluir a conversa.',
  exportMarkdown: 'Exportar como Markdown',
  exportJson: 'Exportar como JSON',
  exportFailed: 'Não foi possível exportar a conversa.',

  limitTitle: 'Você usou suas mensagens grátis',
  limitKept: 'Sua mensagem e esta conversa esperam por você. Cadastre-se para continuar.',
  signUp: 'Cadastrar-se',
  signIn: 'Entrar',
  notNow: 'Agora não',

  retry: 'Tentar novamente',
  edit: 'Editar mensagem',
  dismiss: 'Ocultar',
  loadChatFailed: 'Não foi possível carregar esta conversa.',

  errors: {
    offline: 'Você está sem conexão. Sua mensagem continua aqui. Tente novamente quando a conexão voltar.',
    interrupted:
      'A conexão caiu antes do fim da resposta. Sua mensagem foi mantida. Tente novamente para receber a resposta completa.',
    stopped: 'Você parou o envio da mensagem. Ela continua aqui. Envie agora ou altere antes.',
    session_changed:
      'Você entrou ou saiu da conta antes do envio da mensagem. Seu texto voltou para o campo. Envie de novo.',
    invalid_request: 'Não foi possível ler esta mensagem. Seu texto foi mantido. Altere e envie de novo.',
    provider_unavailable:
      'Este modelo não está disponível no momento. Sua mensagem foi mantida. Escolha outro modelo e tente novamente.',
    prompt_unavailable:
      'Este estilo não é mais oferecido. Sua mensagem foi mantida. Escolha outro e tente novamente.',
    context_too_long:
      'Esta conversa é longa demais para o modelo. Tudo foi mantido. Escolha outro modelo ou comece uma nova conversa.',
    unauthenticated:
      'É preciso entrar na conta para isso. Sua mensagem foi mantida. Entre e tente novamente.',
    invalid_token: 'Sua sessão expirou. Sua mensagem foi mantida. Entre de novo e tente novamente.',
    forbidden_origin:
      'Este chat ainda não foi configurado para este site. Seu texto foi mantido. O responsável pelo site precisa permitir este endereço.',
    not_found: 'Esta conversa não existe mais. Comece uma nova para continuar.',
    method_not_allowed:
      'O chat e o servidor não são compatíveis. Seu texto foi mantido. Recarregue a página e tente novamente.',
    turn_in_progress:
      'Uma resposta ainda está em andamento nesta conversa. Seu texto foi mantido. Tente novamente quando ela terminar.',
    message_too_long: 'Esta mensagem é longa demais. Seu texto foi mantido. Encurte e envie de novo.',
    content_filtered:
      'O modelo preferiu não responder a isto. Sua mensagem foi mantida. Tente dizer de outra forma.',
    rate_limited:
      'Muitas mensagens em pouco tempo. Sua mensagem foi mantida. Espere um momento e tente novamente.',
    anonymous_limit_reached:
      'Você usou suas mensagens grátis. Sua mensagem e esta conversa esperam por você. Cadastre-se para continuar.',
    user_limit_reached:
      'Você atingiu o limite de mensagens de hoje. Sua mensagem foi mantida. Tente novamente amanhã.',
    budget_reached: 'Este chat atingiu o limite de hoje. Sua mensagem foi mantida. Tente novamente amanhã.',
    internal: 'Algo deu errado no servidor. Sua mensagem foi mantida. Tente novamente.',
    provider_auth:
      'Este modelo não está configurado corretamente. Sua mensagem foi mantida. Escolha outro modelo e tente novamente.',
    provider_failed:
      'O modelo falhou antes de terminar. Sua mensagem foi mantida. Tente novamente ou escolha outro modelo.',
    provider_overloaded:
      'O modelo está ocupado no momento. Sua mensagem foi mantida. Tente novamente em instantes.',
    service_unavailable:
      'Não foi possível acessar o chat. Sua mensagem foi mantida. Tente novamente em instantes.',
    provider_timeout: 'O modelo demorou demais para responder. Sua mensagem foi mantida. Tente novamente.',
  },
};

/** Portuguese, as it is written in Brazil. */
export const createPortuguese: CreateMessages = (formats) => {
  const { number, counted, dayAndTime } = formats;
  return {
    ...formats,
    ...texts,
    unreadMessages: (count) =>
      counted(count, {
        one: '# mensagem não lida',
        many: '# de mensagens não lidas',
        other: '# mensagens não lidas',
      }),
    newMessages: (count) =>
      counted(count, { one: '# mensagem nova', many: '# de mensagens novas', other: '# mensagens novas' }),
    imageLink: (alt) => (alt === '' ? 'Imagem' : `Imagem: ${alt}`),
    versionOf: (position, count) => `Versão ${number(position)} de ${number(count)}`,
    usage: ({ input, output, cached }) =>
      cached > 0
        ? `Tokens lidos: ${number(input)} (${number(cached)} do cache), escritos: ${number(output)}`
        : `Tokens lidos: ${number(input)}, escritos: ${number(output)}`,
    answeredBy: (model) => `Resposta de ${model}`,
    charactersOver: (count) =>
      counted(count, {
        one: '# caractere a mais',
        many: '# de caracteres a mais',
        other: '# caracteres a mais',
      }),
    chatActions: (title) => `Ações de “${title}”`,
    chatDeleted: (title) => `Conversa excluída: “${title}”`,
    freeMessagesLeft: ({ remaining, limit }) =>
      `${number(remaining)} de ${counted(limit, {
        one: '# mensagem grátis restante',
        many: '# de mensagens grátis restantes',
        other: '# mensagens grátis restantes',
      })}`,
    limitRenews: (resetsAt) => `Próximas mensagens grátis: ${dayAndTime(resetsAt)}.`,
  };
};
