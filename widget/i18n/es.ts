import type { CreateMessages, Texts } from './messages.ts';

const texts: Texts = {
  openChat: 'Abrir el chat',
  chatNotLoaded: 'No se pudo cargar el chat.',
  closeChat: 'Cerrar el chat',
  heading: 'Chat',
  newChat: 'Chat nuevo',
  makeLarger: 'Ampliar',
  makeSmaller: 'Reducir',
  resizeChat: 'Cambiar el tamaño del chat',

  welcome: '¿En qué puedo ayudarte?',
  conversationLabel: 'Conversación',
  you: 'Tú',
  assistant: 'Asistente',
  thinking: 'Pensando',
  reconnecting: 'Restableciendo la conexión…',
  answerStopped: 'Respuesta detenida',
  answerInterrupted: 'La respuesta se interrumpió aquí',
  answerCutShort: 'La respuesta alcanzó su longitud máxima',
  answerEmpty: 'El modelo no dio ninguna respuesta',
  notSent: 'No enviado',
  loadingChat: 'Cargando la conversación',
  jumpToLatest: 'Ir a lo más reciente',
  copyCode: 'Copiar código',
  copied: 'Copiado',
  codeLabel: 'Código',
  tableLabel: 'Tabla',
  opensInNewTab: 'se abre en una pestaña nueva',
  mathLabel: 'Fórmula',

  messageActions: 'Acciones del mensaje',
  copyMessage: 'Copiar',
  copyFailed: 'No se pudo copiar',
  editMessage: 'Editar',
  editLabel: 'Editar tu mensaje',
  sendEdit: 'Enviar',
  cancel: 'Cancelar',
  regenerate: 'Responder de nuevo',
  regenerateWith: 'Responder con otro modelo',
  previousVersion: 'Versión anterior',
  nextVersion: 'Versión siguiente',
  goodAnswer: 'Buena respuesta',
  badAnswer: 'Mala respuesta',
  feedbackComment: '¿Qué se podría mejorar? (opcional)',
  sendFeedback: 'Enviar opinión',
  feedbackThanks: 'Gracias por tu opinión',
  feedbackFailed: 'No se pudo guardar tu opinión. Inténtalo de nuevo.',
  details: 'Detalles',

  placeholder: 'Escribe un mensaje',
  messageLabel: 'Mensaje',
  send: 'Enviar mensaje',
  stop: 'Detener la respuesta',
  model: 'Modelo',
  prompt: 'Estilo',
  noModel: 'No hay ningún modelo disponible',
  offline: 'No tienes conexión. Tus mensajes se enviarán cuando vuelva.',
  waitingForConnection: 'Se enviará cuando vuelva la conexión',

  history: 'Chats',
  closeHistory: 'Volver al chat',
  searchChats: 'Buscar en los chats',
  clearSearch: 'Borrar la búsqueda',
  noChats: 'Aquí aparecerán tus chats.',
  noChatsFound: 'Ningún chat coincide con tu búsqueda.',
  untitledChat: 'Chat sin título',
  loadingChats: 'Cargando los chats',
  moreChats: 'Mostrar más',
  historyFailed: 'No se pudieron cargar tus chats.',
  renameChat: 'Cambiar nombre',
  chatTitle: 'Título del chat',
  saveTitle: 'Guardar',
  renameFailed: 'No se pudo cambiar el nombre del chat.',
  deleteChat: 'Eliminar',
  undo: 'Deshacer',
  deleteFailed: 'No se pudo eliminar el chat.',
  exportMarkdown: 'Exportar como Markdown',
  exportJson: 'Exportar como JSON',
  exportFailed: 'No se pudo exportar el chat.',

  limitTitle: 'Has usado tus mensajes gratuitos',
  limitKept: 'Tu mensaje y esta conversación te esperan. Regístrate para continuar.',
  signUp: 'Registrarse',
  signIn: 'Iniciar sesión',
  notNow: 'Ahora no',

  retry: 'Reintentar',
  edit: 'Editar mensaje',
  dismiss: 'Ocultar',
  loadChatFailed: 'No se pudo cargar esta conversación.',

  errors: {
    offline: 'No tienes conexión. Tu mensaje sigue aquí. Inténtalo de nuevo cuando vuelva la conexión.',
    interrupted:
      'Se perdió la conexión antes de completar la respuesta. Tu mensaje se conserva. Inténtalo de nuevo para obtener la respuesta completa.',
    stopped: 'Detuviste el envío del mensaje. Se conserva aquí. Envíalo ahora, o cámbialo antes.',
    session_changed:
      'Iniciaste o cerraste sesión antes de enviar el mensaje. Tu texto está de nuevo en el cuadro. Envíalo otra vez.',
    invalid_request: 'No se pudo leer este mensaje. Tu texto se conserva. Cámbialo y envíalo de nuevo.',
    provider_unavailable:
      'Este modelo no está disponible en este momento. Tu mensaje se conserva. Elige otro modelo e inténtalo de nuevo.',
    prompt_unavailable:
      'Este estilo ya no se ofrece. Tu mensaje se conserva. Elige otro e inténtalo de nuevo.',
    context_too_long:
      'Esta conversación es demasiado larga para el modelo. Todo se conserva. Elige otro modelo o empieza un chat nuevo.',
    unauthenticated:
      'Para esto hay que iniciar sesión. Tu mensaje se conserva. Inicia sesión e inténtalo de nuevo.',
    invalid_token:
      'Tu sesión ha expirado. Tu mensaje se conserva. Inicia sesión otra vez e inténtalo de nuevo.',
    forbidden_origin:
      'Este chat aún no está configurado para este sitio web. Tu texto se conserva. Quien administra el sitio debe permitir esta dirección.',
    not_found: 'Esta conversación ya no existe. Empieza un chat nuevo para continuar.',
    method_not_allowed:
      'El chat y su servidor no coinciden. Tu texto se conserva. Recarga la página e inténtalo de nuevo.',
    turn_in_progress:
      'Todavía hay una respuesta en curso en esta conversación. Tu texto se conserva. Inténtalo de nuevo cuando termine.',
    message_too_long: 'Este mensaje es demasiado largo. Tu texto se conserva. Acórtalo y envíalo de nuevo.',
    content_filtered:
      'El modelo prefirió no responder a esto. Tu mensaje se conserva. Prueba a decirlo de otra manera.',
    rate_limited:
      'Demasiados mensajes en poco tiempo. Tu mensaje se conserva. Espera un momento e inténtalo de nuevo.',
    anonymous_limit_reached:
      'Has usado tus mensajes gratuitos. Tu mensaje y esta conversación te esperan. Regístrate para continuar.',
    user_limit_reached:
      'Has alcanzado el límite de mensajes de hoy. Tu mensaje se conserva. Inténtalo de nuevo mañana.',
    budget_reached:
      'Este chat ha alcanzado su límite de hoy. Tu mensaje se conserva. Inténtalo de nuevo mañana.',
    internal: 'Algo falló en el servidor. Tu mensaje se conserva. Inténtalo de nuevo.',
    provider_auth:
      'Este modelo no está bien configurado. Tu mensaje se conserva. Elige otro modelo e inténtalo de nuevo.',
    provider_failed:
      'El modelo falló antes de terminar. Tu mensaje se conserva. Inténtalo de nuevo o elige otro modelo.',
    provider_overloaded:
      'El modelo está ocupado en este momento. Tu mensaje se conserva. Inténtalo de nuevo en un momento.',
    service_unavailable:
      'No se puede acceder al chat en este momento. Tu mensaje se conserva. Inténtalo de nuevo en un momento.',
    provider_timeout: 'El modelo tardó demasiado en responder. Tu mensaje se conserva. Inténtalo de nuevo.',
  },
};

/** Spanish. */
export const createSpanish: CreateMessages = (formats) => {
  const { number, counted, dayAndTime } = formats;
  return {
    ...formats,
    ...texts,
    unreadMessages: (count) =>
      counted(count, {
        one: '# mensaje sin leer',
        many: '# de mensajes sin leer',
        other: '# mensajes sin leer',
      }),
    newMessages: (count) =>
      counted(count, { one: '# mensaje nuevo', many: '# de mensajes nuevos', other: '# mensajes nuevos' }),
    imageLink: (alt) => (alt === '' ? 'Imagen' : `Imagen: ${alt}`),
    versionOf: (position, count) => `Versión ${number(position)} de ${number(count)}`,
    usage: ({ input, output, cached }) =>
      cached > 0
        ? `Tokens leídos: ${number(input)} (${number(cached)} de la caché), escritos: ${number(output)}`
        : `Tokens leídos: ${number(input)}, escritos: ${number(output)}`,
    answeredBy: (model) => `Respuesta de ${model}`,
    charactersOver: (count) =>
      counted(count, {
        one: '# carácter de más',
        many: '# de caracteres de más',
        other: '# caracteres de más',
      }),
    chatActions: (title) => `Acciones de «${title}»`,
    chatDeleted: (title) => `Chat eliminado: «${title}»`,
    freeMessagesLeft: ({ remaining, limit }) =>
      `${number(remaining)} de ${counted(limit, {
        one: '# mensaje gratuito disponible',
        many: '# de mensajes gratuitos disponibles',
        other: '# mensajes gratuitos disponibles',
      })}`,
    limitRenews: (resetsAt) => `Próximos mensajes gratuitos: ${dayAndTime(resetsAt)}.`,
  };
};
