import type { CreateMessages, Texts } from './messages.ts';

const texts: Texts = {
  openChat: 'فتح الدردشة',
  chatNotLoaded: 'تعذّر تحميل الدردشة.',
  closeChat: 'إغلاق الدردشة',
  heading: 'الدردشة',
  newChat: 'محادثة جديدة',
  makeLarger: 'تكبير',
  makeSmaller: 'تصغير',
  resizeChat: 'تغيير حجم الدردشة',

  welcome: 'كيف يمكنني المساعدة؟',
  conversationLabel: 'المحادثة',
  you: 'أنت',
  assistant: 'المساعد',
  thinking: 'جارٍ التفكير',
  reconnecting: 'جارٍ إعادة الاتصال…',
  answerStopped: 'تم إيقاف الإجابة',
  answerInterrupted: 'انقطعت الإجابة هنا',
  answerCutShort: 'بلغت الإجابة أقصى طول لها',
  answerEmpty: 'لم يقدّم النموذج أي إجابة',
  notSent: 'لم تُرسل',
  loadingChat: 'جارٍ تحميل المحادثة',
  jumpToLatest: 'الانتقال إلى الأحدث',
  copyCode: 'نسخ الكود',
  copied: 'تم النسخ',
  codeLabel: 'كود',
  tableLabel: 'جدول',
  opensInNewTab: 'يُفتح في علامة تبويب جديدة',
  mathLabel: 'صيغة رياضية',

  messageActions: 'إجراءات الرسالة',
  copyMessage: 'نسخ',
  copyFailed: 'تعذّر النسخ',
  editMessage: 'تعديل',
  editLabel: 'تعديل رسالتك',
  sendEdit: 'إرسال',
  cancel: 'إلغاء',
  regenerate: 'إجابة جديدة',
  regenerateWith: 'إجابة جديدة من نموذج آخر',
  previousVersion: 'النسخة السابقة',
  nextVersion: 'النسخة التالية',
  goodAnswer: 'إجابة جيدة',
  badAnswer: 'إجابة سيئة',
  feedbackComment: 'ما الذي يمكن تحسينه؟ (اختياري)',
  sendFeedback: 'إرسال الملاحظات',
  feedbackThanks: 'شكرًا على ملاحظاتك',
  feedbackFailed: 'تعذّر حفظ ملاحظاتك. يُرجى إعادة المحاولة.',
  details: 'التفاصيل',

  placeholder: 'اكتب رسالة',
  messageLabel: 'الرسالة',
  send: 'إرسال الرسالة',
  stop: 'إيقاف الإجابة',
  model: 'النموذج',
  prompt: 'الأسلوب',
  noModel: 'لا يتوفر أي نموذج',
  offline: 'أنت غير متصل بالإنترنت. ستُرسل رسائلك عند عودة الاتصال.',
  waitingForConnection: 'ستُرسل عند عودة الاتصال',

  history: 'المحادثات',
  closeHistory: 'العودة إلى الدردشة',
  searchChats: 'البحث في المحادثات',
  clearSearch: 'مسح البحث',
  noChats: 'ستظهر محادثاتك هنا.',
  noChatsFound: 'لا توجد محادثة تطابق بحثك.',
  untitledChat: 'محادثة بلا عنوان',
  loadingChats: 'جارٍ تحميل المحادثات',
  moreChats: 'عرض المزيد',
  historyFailed: 'تعذّر تحميل محادثاتك.',
  renameChat: 'إعادة التسمية',
  chatTitle: 'عنوان المحادثة',
  saveTitle: 'حفظ',
  renameFailed: 'تعذّرت إعادة تسمية المحادثة.',
  deleteChat: 'حذف',
  undo: 'تراجع',
  deleteFailed: 'تعذّر حذف المحادثة.',
  exportMarkdown: 'تصدير بصيغة Markdown',
  exportJson: 'تصدير بصيغة JSON',
  exportFailed: 'تعذّر تصدير المحادثة.',

  limitTitle: 'لقد استخدمت رسائلك المجانية',
  limitKept: 'رسالتك وهذه المحادثة في انتظارك. أنشئ حسابًا للمتابعة.',
  signUp: 'إنشاء حساب',
  signIn: 'تسجيل الدخول',
  notNow: 'ليس الآن',

  retry: 'إعادة المحاولة',
  edit: 'تعديل الرسالة',
  dismiss: 'إخفاء',
  loadChatFailed: 'تعذّر تحميل هذه المحادثة.',

  errors: {
    offline: 'أنت غير متصل بالإنترنت. رسالتك محفوظة هنا. يُرجى إعادة المحاولة عند عودة الاتصال.',
    interrupted:
      'انقطع الاتصال قبل اكتمال الإجابة. رسالتك محفوظة. يُرجى إعادة المحاولة للحصول على الإجابة كاملة.',
    stopped: 'أوقفت الرسالة قبل إرسالها. وهي محفوظة هنا. يمكنك إرسالها الآن أو تعديلها أولًا.',
    session_changed: 'تغيّر تسجيل دخولك قبل إرسال الرسالة. عاد نصك إلى مربع الكتابة. يُرجى إرساله مرة أخرى.',
    invalid_request: 'تعذّرت قراءة هذه الرسالة. نصك محفوظ. يُرجى تعديله وإرساله مرة أخرى.',
    provider_unavailable: 'هذا النموذج غير متاح حاليًا. رسالتك محفوظة. يُرجى اختيار نموذج آخر وإعادة المحاولة.',
    prompt_unavailable: 'لم يعد هذا الأسلوب متاحًا. رسالتك محفوظة. يُرجى اختيار أسلوب آخر وإعادة المحاولة.',
    context_too_long:
      'هذه المحادثة أطول مما يستوعبه النموذج. كل شيء محفوظ. يُرجى اختيار نموذج آخر أو بدء محادثة جديدة.',
    unauthenticated: 'يتطلب هذا تسجيل الدخول. رسالتك محفوظة. يُرجى تسجيل الدخول وإعادة المحاولة.',
    invalid_token: 'انتهت صلاحية تسجيل دخولك. رسالتك محفوظة. يُرجى تسجيل الدخول من جديد وإعادة المحاولة.',
    forbidden_origin: 'لم تُعدّ هذه الدردشة لهذا الموقع بعد. نصك محفوظ. على مالك الموقع السماح بهذا العنوان.',
    not_found: 'لم تعد هذه المحادثة موجودة. يُرجى بدء محادثة جديدة للمتابعة.',
    method_not_allowed: 'الدردشة وخادمها غير متوافقين. نصك محفوظ. يُرجى إعادة تحميل الصفحة ثم إعادة المحاولة.',
    turn_in_progress:
      'ما زالت هناك إجابة جارية في هذه المحادثة. نصك محفوظ. يُرجى إعادة المحاولة بعد انتهائها.',
    message_too_long: 'هذه الرسالة طويلة جدًا. نصك محفوظ. يُرجى اختصاره وإرساله مرة أخرى.',
    content_filtered: 'امتنع النموذج عن الإجابة عن هذا. رسالتك محفوظة. يُرجى تجربة صياغة مختلفة.',
    rate_limited: 'رسائل كثيرة في وقت قصير. رسالتك محفوظة. يُرجى الانتظار قليلًا ثم إعادة المحاولة.',
    anonymous_limit_reached:
      'لقد استخدمت رسائلك المجانية. رسالتك وهذه المحادثة في انتظارك. أنشئ حسابًا للمتابعة.',
    user_limit_reached: 'بلغت حد الرسائل لهذا اليوم. رسالتك محفوظة. يُرجى إعادة المحاولة غدًا.',
    budget_reached: 'بلغت هذه الدردشة حدها لهذا اليوم. رسالتك محفوظة. يُرجى إعادة المحاولة غدًا.',
    internal: 'حدث خطأ في الخادم. رسالتك محفوظة. يُرجى إعادة المحاولة.',
    provider_auth: 'هذا النموذج غير معدّ كما يجب. رسالتك محفوظة. يُرجى اختيار نموذج آخر وإعادة المحاولة.',
    provider_failed: 'تعذّر على النموذج إكمال إجابته. رسالتك محفوظة. يُرجى إعادة المحاولة أو اختيار نموذج آخر.',
    provider_overloaded: 'النموذج مشغول حاليًا. رسالتك محفوظة. يُرجى إعادة المحاولة بعد قليل.',
    service_unavailable: 'تعذّر الوصول إلى خدمة الدردشة. رسالتك محفوظة. يُرجى إعادة المحاولة بعد قليل.',
    provider_timeout: 'استغرق النموذج وقتًا طويلًا للإجابة. رسالتك محفوظة. يُرجى إعادة المحاولة.',
  },
};

/** A name in letters of any direction, with its punctuation where it belongs (first strong isolate). */
const isolated = (name: string): string => `\u2068${name}\u2069`;

/** Arabic. Texts begin with a word of their own, so that `dir=auto` reads them from the right whatever they name. */
export const createArabic: CreateMessages = (formats) => {
  const { number, counted, dayAndTime } = formats;
  return {
    ...formats,
    ...texts,
    unreadMessages: (count) =>
      counted(count, {
        zero: 'لا رسائل غير مقروءة',
        one: 'رسالة واحدة غير مقروءة',
        two: 'رسالتان غير مقروءتين',
        few: '# رسائل غير مقروءة',
        other: '# رسالة غير مقروءة',
      }),
    newMessages: (count) =>
      counted(count, {
        zero: 'لا رسائل جديدة',
        one: 'رسالة واحدة جديدة',
        two: 'رسالتان جديدتان',
        few: '# رسائل جديدة',
        other: '# رسالة جديدة',
      }),
    imageLink: (alt) => (alt === '' ? 'صورة' : `صورة: ${isolated(alt)}`),
    versionOf: (position, count) => `النسخة ${number(position)} من ${number(count)}`,
    usage: ({ input, output, cached }) =>
      cached > 0
        ? `الرموز المقروءة: ${number(input)} (منها ${number(cached)} من الذاكرة المؤقتة)، المكتوبة: ${number(output)}`
        : `الرموز المقروءة: ${number(input)}، المكتوبة: ${number(output)}`,
    answeredBy: (model) => `الإجابة من ${isolated(model)}`,
    charactersOver: (count) =>
      counted(count, {
        zero: 'لا أحرف زائدة',
        one: 'حرف واحد زائد',
        two: 'حرفان زائدان',
        few: '# أحرف زائدة',
        many: '# حرفًا زائدًا',
        other: '# حرف زائد',
      }),
    chatActions: (title) => `إجراءات «${isolated(title)}»`,
    chatDeleted: (title) => `حُذفت المحادثة «${isolated(title)}»`,
    freeMessagesLeft: ({ remaining, limit }) =>
      `الرسائل المجانية المتبقية: ${number(remaining)} من ${number(limit)}`,
    limitRenews: (resetsAt) => `تتجدد الرسائل المجانية يوم ${dayAndTime(resetsAt)}.`,
  };
};
