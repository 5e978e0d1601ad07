/** What the lists of function words lack, or count among them although it changes what is meant. */
export interface OwnWords {
  /** Wishes and politeness: they say that something is wanted, not what. */
  readonly wishes: string;
  /** They turn the meaning round. */
  readonly negations: string;
  /** Function words that carry meaning all the same. */
  readonly carrying: string;
  /** A text with one of a pair is not a phrase with the other: `in/out`. */
  readonly opposites: string;
  /** A text that asks by one is not a phrase that asks by another. */
  readonly questions: string;
  readonly yes: string;
  readonly no: string;
  /** Said beside a yes or a no. */
  readonly thanks?: string;
}

const none = { wishes: '', carrying: '', opposites: '', questions: '' };

/** By the first part of a language tag; each list with spaces between the words. */
export const ownWords: Readonly<Record<string, OwnWords>> = {
  en: {
    wishes:
      "a want wants wanted wanna like need needs please would could can may let lets i'd im ill ive us get now just",
    negations: 'not no never none neither nor without cannot dont cant wont didnt doesnt isnt arent wasnt',
    carrying: 'off out down up',
    opposites: 'on/off in/out up/down with/without from/to before/after more/less over/under first/last',
    questions: 'what which who whom when where why how',
    yes: 'yes y yeah yep yup sure ok okay true correct right',
    no: 'no n nope nah false',
    thanks: 'thanks thank thx cheers',
  },
  de: {
    wishes: 'möchte möchten moechte will wollen bitte gerne gern hätte haette brauche benötige mal',
    negations: 'nicht kein keine keinen keinem keiner keines nie niemals ohne nichts weder',
    carrying: 'aus ab',
    opposites: 'an/aus ein/aus mit/ohne vor/nach von/zu mehr/weniger an/ab auf/zu',
    questions: 'was welche welcher welches wer wen wem wann wo warum wieso wie wohin woher',
    yes: 'ja j jo jawohl jep sicher gerne klar ok okay stimmt richtig wahr genau',
    no: 'nein n ne nee nö falsch',
    thanks: 'danke',
  },
  fr: {
    wishes: "veux voudrais souhaite aimerais svp plaît s'il j'aimerais besoin faut merci",
    negations: 'ne pas non jamais sans aucun aucune rien ni',
    carrying: '',
    opposites: 'avec/sans avant/apres plus/moins',
    questions: 'que quoi quel quelle quels quelles qui quand où ou pourquoi comment combien',
    yes: 'oui o ouais si ok okay vrai exact bien sûr',
    no: 'non n nan faux',
    thanks: 'merci',
  },
  es: {
    wishes: 'quiero quisiera querría deseo gustaría necesito favor por',
    negations: 'no nunca jamás sin ningún ninguna nada ni tampoco',
    carrying: '',
    opposites: 'con/sin antes/despues mas/menos desde/hasta',
    questions: 'qué cuál cuáles quién cuándo dónde cómo cuánto',
    yes: 'sí si s claro vale ok okay verdadero correcto',
    no: 'no n falso',
    thanks: 'gracias',
  },
  it: {
    wishes: 'voglio vorrei desidero bisogno favore piacere per',
    negations: 'non no mai senza nessun nessuno nessuna niente nulla né',
    carrying: '',
    opposites: 'con/senza prima/dopo piu/meno',
    questions: 'che cosa quale quali chi quando dove perché come quanto',
    yes: 'sì si s certo ok okay vero esatto',
    no: 'no n falso',
    thanks: 'grazie',
  },
  pt: {
    wishes: 'quero queria gostaria preciso desejo favor por',
    negations: 'não nao nunca jamais sem nenhum nenhuma nada nem',
    carrying: '',
    opposites: 'com/sem antes/depois mais/menos',
    questions: 'que qual quais quem quando onde como quanto',
    yes: 'sim s claro ok okay certo verdadeiro',
    no: 'não nao n falso',
    thanks: 'obrigado obrigada',
  },
  nl: {
    wishes: 'wil willen graag alstublieft alsjeblieft nodig',
    negations: 'niet geen nooit zonder niets nee',
    carrying: 'uit af',
    opposites: 'aan/uit in/uit met/zonder voor/na meer/minder op/af',
    questions: 'wat welke wie wanneer waar waarom hoe',
    yes: 'ja j jawel zeker ok oke okay klopt juist',
    no: 'nee n neen fout',
    thanks: 'dank bedankt',
  },
  da: { ...none, negations: 'ikke nej ingen intet aldrig uden', yes: 'ja j jo ok okay', no: 'nej n' },
  sv: { ...none, negations: 'inte ej nej ingen inget aldrig utan', yes: 'ja j jo ok okay', no: 'nej n' },
  nb: { ...none, negations: 'ikke nei ingen intet aldri uten', yes: 'ja j jo ok okay', no: 'nei n' },
  fi: {
    ...none,
    negations: 'ei en et emme ette eivät ilman älä koskaan',
    yes: 'kyllä joo k ok okei',
    no: 'ei e',
  },
  ru: { ...none, negations: 'не нет ни никогда без', yes: 'да ага конечно ок', no: 'нет не' },
  tr: { ...none, negations: 'değil hayır yok asla', yes: 'evet e tamam olur', no: 'hayır h yok' },
  el: { ...none, negations: 'δεν δε μην όχι ποτέ χωρίς', yes: 'ναι ν οκ', no: 'όχι ο' },
  ar: { ...none, negations: 'لا لم لن ليس بدون غير', yes: 'نعم أجل', no: 'لا كلا' },
  hi: { ...none, negations: 'नहीं मत न बिना', yes: 'हाँ हां जी', no: 'नहीं ना' },
  id: { ...none, negations: 'tidak bukan jangan tanpa belum', yes: 'ya y iya ok', no: 'tidak t bukan' },
  ja: { ...none, negations: 'ない ません ず なし', yes: 'はい ええ うん', no: 'いいえ いや' },
  zh: { ...none, negations: '不 没 没有 别 无 非', yes: '是 是的 好 好的 对', no: '不 不是 否 没有' },
  ko: { ...none, negations: '안 못 아니 없어', yes: '예 네 응', no: '아니요 아니오 아니' },
  pl: { ...none, negations: 'nie nigdy bez żaden', yes: 'tak t ok', no: 'nie n' },
  cs: { ...none, negations: 'ne nikdy bez žádný', yes: 'ano a jo ok', no: 'ne n' },
};
