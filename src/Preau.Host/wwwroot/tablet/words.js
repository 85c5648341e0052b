// Every text of the page, French and English. French typography: narrow no-break spaces (U+202F) before ; : ! ? and in « ».
import { signal } from '../vendor/libraries.js';

/** The language shown: chosen once, else the browser’s. */
export const lang = signal(/^fr\b/i.test(navigator.language ?? 'fr') ? 'fr' : 'en');

/** The school's own words for kinds: code → {fr, en}; set with the register. */
export const labels = signal(new Map());
const kindWords = (code, usual) => labels.value.get(code)?.[lang.value] || usual[code] || String(code);

const many = (n, one, more) => `${n} ${n === 1 || (n === 0 && lang.peek() === 'fr') ? one : more}`;
const span = minutes => minutes < 1 ? "moins d’1 min" : minutes < 60 ? `${minutes} min` : minutes < 2880 ? `${Math.floor(minutes / 60)} h ${minutes % 60 ? String(minutes % 60).padStart(2, '0') : ''}`.trim() : `${Math.floor(minutes / 1440)} jours`;
const spanEn = minutes => minutes < 1 ? 'under 1 min' : minutes < 60 ? `${minutes} min` : minutes < 2880 ? `${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${minutes % 60} min` : ''}` : `${Math.floor(minutes / 1440)} days`;

const usualFr = { IN: 'Infirmerie', EX: 'Exclu de cours', SA: 'Parti avant la fin', DP: 'Dispensé, présent', DA: 'Dispensé, non présent', SO: 'Sortie scolaire', ST: 'Stage', CV: 'Convoqué', RI: 'Retard entre deux cours' };
const usualEn = { IN: 'Infirmary', EX: 'Sent out', SA: 'Left early', DP: 'Exempt, present', DA: 'Exempt, not there', SO: 'School outing', ST: 'Placement', CV: 'Convened', RI: 'Late between lessons' };

export const fr = {
  name: 'Français', other: 'English',
  app: 'Préau, appel',
  loading: 'Ouverture du cahier…',
  // sign-in
  hello: 'Bonjour',
  signInWhy: "Identifiez-vous une fois : la tablette saura ensuite faire l’appel, même sans réseau.",
  userName: 'Identifiant', password: 'Mot de passe', deviceName: 'Nom de cette tablette', establishment: 'Établissement',
  signIn: 'Entrer', signingIn: 'Un instant…',
  noNetwork: "Pas de réseau : la première entrée sur cette tablette a besoin du serveur. Réessayez près d’une borne Wi-Fi.",
  noNetworkShort: 'Le serveur ne répond pas. Rien n’est perdu ; réessayez dans un instant.',
  anew: {
    'device.unknown': 'Le serveur ne connaît plus cette tablette. Entrez à nouveau ; ce qui attend est gardé et partira ensuite.',
    'device.revoked': "Cette tablette a été retirée par l’administrateur. Ce qui attend est gardé ici. Appelez l’assistance.",
    'sync.forked': 'Cette tablette semble avoir été copiée. Par prudence, entrez à nouveau ; ce qui attend est gardé et partira ensuite.',
    'sign-in.ended': 'Votre entrée a pris fin. Entrez à nouveau ; ce qui attend est gardé et partira ensuite.',
  },
  // roll
  pickClass: 'Choisir une classe', choose: 'Choisir…', pickClassWhy: "Quelle classe avez-vous devant vous ?",
  searchLabel: 'Chercher une classe ou un élève', found: n => many(n, 'résultat', 'résultats'), foundNone: 'Rien de ce nom. Vérifiez l’orthographe, ou demandez à la vie scolaire.',
  classes: 'Classes', groups: 'Groupes', pupils: 'Élèves', yours: 'Récentes',
  noGroups: "Aucune classe pour l’instant. L’administrateur doit importer les élèves ; cette page se remplira d’elle-même.",
  noPupils: "Cette classe n’a aucun élève aujourd’hui. Choisissez-en une autre, ou prévenez la vie scolaire.",
  noPeriods: "Aucun horaire n’est défini pour cet établissement. Prévenez l’administrateur.",
  noSnapshot: 'Les classes ne sont pas encore sur cette tablette. Elles arrivent dès que le serveur répond.',
  pickHour: "Choisir l’heure", previousHour: 'Heure précédente', nextHour: 'Heure suivante', nowHour: 'Heure en cours',
  // sessions
  previousLesson: 'Cours précédent', nextLesson: 'Cours suivant', nowLesson: 'Cours de maintenant', room: r => `salle ${r}`,
  myDay: 'Mes cours aujourd’hui', noLessons: 'Aucun cours ce jour-là.', offTimetable: 'Hors emploi du temps', lessonsOf: 'Mes cours', bellHours: 'Une autre heure',
  stands: { taken: 'fait', begun: 'commencé', later: 'à venir', due: 'à faire', overdue: 'en retard', missed: 'pas fait', notdue: 'rien à faire' },
  off: { cancelled: 'cours annulé', 'teacher-absent': 'professeur absent', moved: 'cours déplacé', outing: 'classe en sortie', placement: 'classe en stage', exam: 'classe en examen', out: 'classe sortie' },
  closed: { 'rollcall.too-early': at => `ouvre à ${at}`, 'rollcall.too-late': at => `clos depuis ${at} : voir la vie scolaire` },
  elsewhereCount: n => `${n} ailleurs`, knownCount: n => many(n, 'annoncé', 'annoncés'),
  knownAs: kind => kind === 'A' ? 'absence annoncée' : kind === 'DP' || kind === 'DA' ? 'dispense' : fr.markOf(kind, null), dayMonth: d => `${String(d).slice(8)}/${String(d).slice(5, 7)}`,
  since: at => `depuis ${at}`, until: at => `jusqu’à ${at}`, quoted: note => `« ${note} »`, slip: (what, who) => `${what} · billet, ${who}`,
  period: (label, number) => label || `${number}${number === 1 ? 're' : 'e'} heure`,
  today: 'auj.', day: 'Jour', hours: 'Heure',
  pupilCount: n => many(n, 'élève', 'élèves'), absentCount: n => many(n, 'absence', 'absences'), lateCount: n => many(n, 'retard', 'retards'),
  disputeCount: n => many(n, 'désaccord', 'désaccords'),
  minutes: n => `${n} min`,
  aim: { A: 'Absence', R: 'Retard', P: 'Présence' },
  markOf: (kind, minutes) => kind === 'A' ? 'absence' : kind === 'R' ? minutes ? `retard de ${minutes} min` : 'retard' : kind === 'P' ? 'présence' : kindWords(kind, usualFr).toLocaleLowerCase('fr'),
  rowLabel: (name, state) => `${name}, ${state}`,
  absentBefore: "absence à l’heure précédente", absentAt: time => `absence à ${time}`,
  more: (number, name) => `${number}, plus pour ${name}`,
  saidBy: (what, who) => `${what} (${who})`, you: 'vous', someone: "quelqu’un",
  above: (what, who) => `${what} · ${who}`,
  yoursKept: what => `vous aviez noté : ${what} (gardé)`,
  settleAs: (name, what) => `Régler, ${name} : ${what}`, disputed: 'désaccord', or: ' ou ',
  validate: 'Valider', validateNone: 'Tout le monde est là', validateAgain: 'Valider à nouveau',
  validated: time => `validé ${time}`, validatedBy: (time, who) => `validé ${time} par ${who}`, notTaken: 'appel à faire', toValidate: 'à valider',
  changedSince: (n) => n > 0 ? many(n, 'élève ajouté depuis', 'élèves ajoutés depuis') : 'liste changée depuis',
  undo: 'Annuler', undoWhat: what => `Annuler : ${what}`, find: 'Chercher', help: 'Aide', close: 'Fermer',
  list: 'Élèves de la classe', keys: "Clavier : flèches pour se déplacer, A absence, R retard, P présence, M plus, Entrée pour changer, U annuler, Ctrl + Entrée valider, / chercher.",
  // views
  view: 'Vue', views: { list: 'Liste', plan: 'Plan de classe', faces: 'Trombinoscope', arrange: 'Placer les élèves' }, board: 'Tableau', arrange: 'Placer les élèves', arrangeDone: 'Garder ce plan', cancel: 'Annuler',
  columns: 'colonnes', rows: 'rangs', less: what => `Moins de ${what}`, plus: what => `Plus de ${what}`, seat: (x, y, who) => `Rang ${y}, place ${x} : ${who || 'libre'}`, seated: (who, x, y) => `${who}, rang ${y}, place ${x}`,
  seatsTaken: 'Un élève est assis là : déplacez-le d’abord.', arrangeKeys: 'Clavier : flèches pour aller d’une place à l’autre, Entrée pour prendre un élève, puis Entrée pour le poser.',
  firstsWhy: 'Prénoms seulement : pour un écran projeté, sans note ni absence annoncée.', factSeats: group => `Plan de classe · ${group}`, mustPass: 'doit passer par la vie scolaire',
  // pupil
  otherKinds: 'Autre situation', kindName: kind => kindWords(kind, usualFr), from: 'De', till: 'À', backNow: 'De retour maintenant',
  note: 'Note', noteWhy: 'Jamais de détail de santé : écrivez « infirmerie », pas la maladie.',
  pupilHistory: 'Ce qui a été noté', nothingNoted: 'Rien de noté à cette heure.', lateBy: 'Minutes de retard', fewer: n => `${n} min de moins`, moreMin: n => `${n} min de plus`, noMinutes: 'sans durée',
  // safety
  safe: { none: 'rien à envoyer', writing: 'en écriture…', memory: 'en mémoire', tablet: 'sur la tablette', refused: 'refusé' }, received: time => `reçu ${time}`,
  safeTitle: 'Où sont vos saisies ?',
  unsent: (n, age) => `${many(n, 'non envoyé', 'non envoyés')} · ${age}`, age: span,
  waitingNone: 'Tout ce qui a été saisi ici est reçu par le serveur.',
  waitingSome: n => n === 1 ? "1 saisie est gardée sur la tablette et attend d’être reçue." : `${n} saisies sont gardées sur la tablette et attendent d’être reçues.`,
  waitingMemory: n => n === 1 ? "1 saisie n’est qu’en mémoire : gardez cette page ouverte jusqu’à ce qu’elle soit reçue." : `${n} saisies ne sont qu’en mémoire : gardez cette page ouverte jusqu’à ce qu’elles soient reçues.`,
  sendNow: 'Envoyer maintenant', refusedTitle: 'Refusé par le serveur', refusedWhy: "Ces saisies ne comptent pas. Lisez pourquoi, refaites au besoin, puis classez.", drop: "J’ai lu, classer",
  factMark: (what, who, roll) => `${who} : ${what} · ${roll}`, factRoll: roll => `Appel validé · ${roll}`, byOther: who => `saisi par ${who}`,
  link: { live: 'en direct', polling: 'relevé régulier', offline: 'hors ligne', trouble: 'serveur injoignable' },
  linkWhy: { live: 'Les saisies des autres arrivent d’elles-mêmes.', polling: s => `Le direct est coupé ; la page se renseigne toutes les ${s} s.`, offline: 'Pas de réseau : tout continue sur la tablette, et part au retour du réseau.' },
  // notices
  notices: 'Avis',
  private: "Le navigateur refuse le stockage (fenêtre privée ?) : l’appel se fait et s’envoie tant que cette page reste ouverte.",
  full: "La tablette n’a plus de place : les dernières saisies ne sont qu’en mémoire. Gardez cette page ouverte jusqu’à leur réception.",
  insecure: "Adresse sans HTTPS : la page ne s’ouvrira pas sans réseau et ne peut pas être installée.",
  version: 'Une nouvelle version est prête.', update: 'Mettre à jour', tooOld: 'Cette version est trop ancienne pour le serveur.',
  disputeAt: (name, group, start) => `Désaccord en ${group}, ${start} : ${name}`, look: 'Voir',
  // help and leaving
  helpTitle: 'Aide', device: 'Tablette', page: 'Version', hotline: 'Assistance', person: 'Entré comme', school: 'Établissement', server: 'Serveur', storage: 'Stockage',
  storageKept: 'gardé par le navigateur', storageMay: 'ordinaire', storageNone: 'refusé',
  install: 'Installer', installWhy: "Sur l’écran d’accueil, l’appel s’ouvre d’un doigt.",
  problem: 'Signaler un problème', problemWhy: 'La page, sa version, le nom de la tablette et le navigateur s’ajoutent seuls. Aucune donnée d’élève ne part d’elle-même : n’en écrivez pas.',
  problemSubject: 'En une ligne', problemText: 'Ce qui s’est passé', problemSend: 'Signaler', problemEmpty: 'Écrivez une ligne, et ce qui s’est passé.', problemMine: 'Déjà signalé',
  problemState: { memory: 'en mémoire', waits: 'sur la tablette, attend d’être envoyé', sent: 'reçu', answered: 'répondu', closed: 'clos', refused: 'refusé' }, problemReply: text => `Réponse : ${text}`,
  address: 'Adresse', addressSeen: (address, when) => `${address}, vue ${when}`,
  who: 'Qui êtes-vous ?', whoFind: 'Chercher un nom', whoNotMe: 'Ce n’est pas moi', whoCode: 'Votre code personnel', whoPassword: 'Entrer par mot de passe', whoOffline: 'Le serveur ne répond pas.',
  whoUnproven: 'Vous pouvez continuer : l’appel dira que l’auteur n’est pas vérifié, jusqu’à ce que vous donniez votre code.', whoContinue: 'Continuer sans vérification',
  unproven: name => `${name} : auteur non vérifié. Vos saisies le disent tant que le code n’est pas donné.`, prove: 'Donner mon code', leaveShared: 'Terminer',
  classroom: 'Tablette de classe', classroomWhy: 'Le bureau fait un code pour cette tablette ; il sert une fois, pendant quinze minutes.', enrolCode: 'Code du bureau', enrol: 'Enrôler cette tablette',
  evacuation: 'Liste d’évacuation', inside: (n, of) => `${n} dans la classe sur ${of}`, insideUnknown: n => `${many(n, 'élève', 'élèves')}, appel non fait`, missing: names => `absences : ${names}`, print: 'Imprimer',
  tastes: 'La liste', taste: { left: 'Boutons à gauche', firsts: 'Prénoms seulement' },
  signOut: 'Se déconnecter', leaveTitle: 'Se déconnecter maintenant ?',
  leaveWhy: n => `${n === 1 ? '1 saisie n’est pas encore reçue' : `${n} saisies ne sont pas encore reçues`}. Rien n’est perdu : elles restent sur cette tablette et partiront au retour du réseau, même si une autre personne entre.`,
  leaveMemory: 'Attention : le stockage est refusé, fermer ou quitter la page les perdrait.',
  leave: 'Se déconnecter quand même', stay: 'Rester',
  keptWaits: n => n === 1 ? '1 saisie attend sur cette tablette.' : `${n} saisies attendent sur cette tablette.`,
  keptHere: n => n === 1 ? '1 saisie attend sur cette tablette ; elle part d’elle-même.' : `${n} saisies attendent sur cette tablette ; elles partent d’elles-mêmes.`,
};

export const en = {
  name: 'English', other: 'Français',
  app: 'Préau, roll call',
  loading: 'Opening the register…',
  hello: 'Hello',
  signInWhy: 'Sign in once: this tablet can then take the roll, even without network.',
  userName: 'User name', password: 'Password', deviceName: 'Name of this tablet', establishment: 'School',
  signIn: 'Sign in', signingIn: 'One moment…',
  noNetwork: 'No network: the first sign-in on this tablet needs the server. Try again near a Wi-Fi access point.',
  noNetworkShort: 'The server does not answer. Nothing is lost; try again in a moment.',
  anew: {
    'device.unknown': 'The server no longer knows this tablet. Sign in again; what is waiting is kept and will be sent then.',
    'device.revoked': 'This tablet was withdrawn by the administrator. What is waiting is kept here. Call the hotline.',
    'sync.forked': 'This tablet seems to have been copied. To be safe, sign in again; what is waiting is kept and will be sent then.',
    'sign-in.ended': 'Your session has ended. Sign in again; what is waiting is kept and will be sent then.',
  },
  pickClass: 'Choose a class', choose: 'Choose…', pickClassWhy: 'Which class is in front of you?',
  searchLabel: 'Find a class or a pupil', found: n => many(n, 'result', 'results'), foundNone: 'Nothing by that name. Check the spelling, or ask the school office.',
  classes: 'Classes', groups: 'Groups', pupils: 'Pupils', yours: 'Recent',
  noGroups: 'No class yet. The administrator has to import the pupils; this page will fill by itself.',
  noPupils: 'This class has no pupil today. Choose another one, or tell the school office.',
  noPeriods: 'No bell times are set for this school. Tell the administrator.',
  noSnapshot: 'The classes are not on this tablet yet. They come as soon as the server answers.',
  pickHour: 'Choose the hour', previousHour: 'Previous hour', nextHour: 'Next hour', nowHour: 'Current hour',
  previousLesson: 'Previous lesson', nextLesson: 'Next lesson', nowLesson: 'Lesson of now', room: r => `room ${r}`,
  myDay: 'My lessons today', noLessons: 'No lesson that day.', offTimetable: 'Outside the timetable', lessonsOf: 'My lessons', bellHours: 'Another hour',
  stands: { taken: 'taken', begun: 'begun', later: 'to come', due: 'to take', overdue: 'late', missed: 'not taken', notdue: 'nothing to take' },
  off: { cancelled: 'lesson cancelled', 'teacher-absent': 'teacher absent', moved: 'lesson moved', outing: 'class on an outing', placement: 'class on placement', exam: 'class in an exam', out: 'class out' },
  closed: { 'rollcall.too-early': at => `opens at ${at}`, 'rollcall.too-late': at => `closed since ${at}: see the office` },
  elsewhereCount: n => `${n} elsewhere`, knownCount: n => `${n} announced`,
  knownAs: kind => kind === 'A' ? 'absence announced' : kind === 'DP' || kind === 'DA' ? 'exempt' : en.markOf(kind, null), dayMonth: d => `${String(d).slice(8)}/${String(d).slice(5, 7)}`,
  since: at => `since ${at}`, until: at => `until ${at}`, quoted: note => `“${note}”`, slip: (what, who) => `${what} · slip, ${who}`,
  period: (label, number) => label || `Hour ${number}`,
  today: 'today', day: 'Day', hours: 'Hour',
  pupilCount: n => many(n, 'pupil', 'pupils'), absentCount: n => many(n, 'absent', 'absent'), lateCount: n => many(n, 'late', 'late'),
  disputeCount: n => many(n, 'disagreement', 'disagreements'),
  minutes: n => `${n} min`,
  aim: { A: 'Absent', R: 'Late', P: 'Present' },
  markOf: (kind, minutes) => kind === 'A' ? 'absent' : kind === 'R' ? minutes ? `late by ${minutes} min` : 'late' : kind === 'P' ? 'present' : kindWords(kind, usualEn).toLowerCase(),
  rowLabel: (name, state) => `${name}, ${state}`,
  absentBefore: 'absent the hour before', absentAt: time => `absent at ${time}`,
  more: (number, name) => `${number}, more for ${name}`,
  saidBy: (what, who) => `${what} (${who})`, you: 'you', someone: 'someone',
  above: (what, who) => `${what} · ${who}`,
  yoursKept: what => `you had noted: ${what} (kept)`,
  settleAs: (name, what) => `Settle, ${name}: ${what}`, disputed: 'disagreement', or: ' or ',
  validate: 'Validate', validateNone: 'Everyone is here', validateAgain: 'Validate again',
  validated: time => `validated ${time}`, validatedBy: (time, who) => `validated ${time} by ${who}`, notTaken: 'roll to take', toValidate: 'to validate',
  changedSince: n => n > 0 ? many(n, 'pupil added since', 'pupils added since') : 'list changed since',
  undo: 'Undo', undoWhat: what => `Undo: ${what}`, find: 'Find', help: 'Help', close: 'Close',
  list: 'Pupils of the class', keys: 'Keyboard: arrows to move, A absent, R late, P present, M more, Enter to change, U undo, Ctrl + Enter validate, / find.',
  view: 'View', views: { list: 'List', plan: 'Seating plan', faces: 'Faces', arrange: 'Seat the pupils' }, board: 'Board', arrange: 'Seat the pupils', arrangeDone: 'Keep this plan', cancel: 'Cancel',
  columns: 'columns', rows: 'rows', less: what => `Fewer ${what}`, plus: what => `More ${what}`, seat: (x, y, who) => `Row ${y}, seat ${x}: ${who || 'free'}`, seated: (who, x, y) => `${who}, row ${y}, seat ${x}`,
  seatsTaken: 'A pupil sits there: move them first.', arrangeKeys: 'Keyboard: arrows to go from seat to seat, Enter to take a pupil, then Enter to put them down.',
  firstsWhy: 'First names only: for a projected screen, without notes or announced absences.', factSeats: group => `Seating plan · ${group}`, mustPass: 'must pass by the office first',
  otherKinds: 'Something else', kindName: kind => kindWords(kind, usualEn), from: 'From', till: 'Until', backNow: 'Back now',
  note: 'Note', noteWhy: 'Never a health detail: write “infirmary”, not the illness.',
  pupilHistory: 'What was noted', nothingNoted: 'Nothing noted this hour.', lateBy: 'Minutes late', fewer: n => `${n} min less`, moreMin: n => `${n} min more`, noMinutes: 'no duration',
  safe: { none: 'nothing to send', writing: 'writing…', memory: 'in memory', tablet: 'on the tablet', refused: 'refused' }, received: time => `received ${time}`,
  safeTitle: 'Where is what you entered?',
  unsent: (n, age) => `${n} not sent · ${age}`, age: spanEn,
  waitingNone: 'Everything entered here has been received by the server.',
  waitingSome: n => n === 1 ? '1 entry is kept on the tablet and waits to be received.' : `${n} entries are kept on the tablet and wait to be received.`,
  waitingMemory: n => n === 1 ? '1 entry is in memory only: keep this page open until it is received.' : `${n} entries are in memory only: keep this page open until they are received.`,
  sendNow: 'Send now', refusedTitle: 'Refused by the server', refusedWhy: 'These entries do not count. Read why, redo if needed, then put away.', drop: 'Read, put away',
  factMark: (what, who, roll) => `${who}: ${what} · ${roll}`, factRoll: roll => `Roll validated · ${roll}`, byOther: who => `entered by ${who}`,
  link: { live: 'live', polling: 'checking regularly', offline: 'offline', trouble: 'server unreachable' },
  linkWhy: { live: 'What others enter arrives by itself.', polling: s => `The live link is cut; the page asks every ${s} s.`, offline: 'No network: everything goes on, on the tablet, and is sent when the network is back.' },
  notices: 'Notices',
  private: 'The browser refuses storage (private window?): the roll can be taken and sent while this page stays open.',
  full: 'The tablet is full: the latest entries are in memory only. Keep this page open until they are received.',
  insecure: 'Address without HTTPS: the page will not open without network and cannot be installed.',
  version: 'A new version is ready.', update: 'Update', tooOld: 'This version is too old for the server.',
  disputeAt: (name, group, start) => `Disagreement in ${group}, ${start}: ${name}`, look: 'Look',
  helpTitle: 'Help', device: 'Tablet', page: 'Version', hotline: 'Hotline', person: 'Signed in as', school: 'School', server: 'Server', storage: 'Storage',
  storageKept: 'kept by the browser', storageMay: 'ordinary', storageNone: 'refused',
  install: 'Install', installWhy: 'On the home screen, the roll opens with one finger.',
  problem: 'Report a problem', problemWhy: 'The page, its version, the tablet’s name and the browser are added by themselves. No pupil’s data leaves by itself: write none.',
  problemSubject: 'In one line', problemText: 'What happened', problemSend: 'Report', problemEmpty: 'Write one line, and what happened.', problemMine: 'Reported before',
  problemState: { memory: 'in memory', waits: 'on the tablet, waits to be sent', sent: 'received', answered: 'answered', closed: 'closed', refused: 'refused' }, problemReply: text => `Answer: ${text}`,
  address: 'Address', addressSeen: (address, when) => `${address}, seen ${when}`,
  who: 'Who are you?', whoFind: 'Find a name', whoNotMe: 'Not me', whoCode: 'Your personal code', whoPassword: 'Enter by password', whoOffline: 'The server does not answer.',
  whoUnproven: 'You may go on: the roll will say that its author is not verified, until you give your code.', whoContinue: 'Go on unverified',
  unproven: name => `${name}: author not verified. Your entries say so until the code is given.`, prove: 'Give my code', leaveShared: 'Finish',
  classroom: 'Classroom tablet', classroomWhy: 'The office makes a code for this tablet; it serves once, for fifteen minutes.', enrolCode: 'Code of the office', enrol: 'Enrol this tablet',
  evacuation: 'Evacuation list', inside: (n, of) => `${n} in class of ${of}`, insideUnknown: n => `${many(n, 'pupil', 'pupils')}, roll not taken`, missing: names => `absent: ${names}`, print: 'Print',
  tastes: 'The list', taste: { left: 'Buttons on the left', firsts: 'First names only' },
  signOut: 'Sign out', leaveTitle: 'Sign out now?',
  leaveWhy: n => `${n === 1 ? '1 entry is not received yet' : `${n} entries are not received yet`}. Nothing is lost: they stay on this tablet and leave when the network is back, even if somebody else signs in.`,
  leaveMemory: 'Careful: storage is refused, closing or leaving the page would lose them.',
  leave: 'Sign out anyway', stay: 'Stay',
  keptWaits: n => n === 1 ? '1 entry waits on this tablet.' : `${n} entries wait on this tablet.`,
  keptHere: n => n === 1 ? '1 entry waits on this tablet; it leaves by itself.' : `${n} entries wait on this tablet; they leave by themselves.`,
};

const tongues = { fr, en };

/** The words of the language shown. @returns {typeof fr} */
export const t = () => tongues[lang.value];

// Days by hand: the browser's own formatter costs more at its first use than the whole list takes to draw.
const calendar = {
  fr: { days: ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'], short: ['dim.', 'lun.', 'mar.', 'mer.', 'jeu.', 'ven.', 'sam.'],
    months: ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'],
    brief: ['janv.', 'févr.', 'mars', 'avr.', 'mai', 'juin', 'juil.', 'août', 'sept.', 'oct.', 'nov.', 'déc.'] },
  en: { days: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'], short: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
    months: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
    brief: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] },
};

/** @param {string} date "2026-11-23" @param {boolean} short @returns {string} lundi 23 novembre, or lun. 23 nov.; the first is « 1er » */
export function dayName(date, short = false) {
  const c = calendar[lang.value], month = date.slice(5, 7) - 1;
  return `${short ? weekday(date) : c.days[new Date(date).getUTCDay()]} ${dayOfMonth(date)} ${(short ? c.brief : c.months)[month]}`;
}

/** @param {string} date @returns {string} 24; the first in French: 1er */
export const dayOfMonth = date => +date.slice(8) === 1 && lang.value === 'fr' ? '1er' : String(+date.slice(8));

/** @param {string} date @returns {string} lun. */
export const weekday = date => calendar[lang.value].short[new Date(date).getUTCDay()];

/** @param {string} text @returns {string} for searching: no accents, no case */
export const folded = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const names = new WeakMap();

/** @param {{familyName:string, firstName:string}} pupil @returns {string} as a French register writes it: ARNAUD Mathis */
export const fullName = pupil => `${familyName(pupil)} ${pupil.firstName}`;

/** @param {{familyName:string}} pupil @returns {string} in capitals, accents kept */
export function familyName(pupil) {
  if (!names.has(pupil)) names.set(pupil, pupil.familyName.toLocaleUpperCase('fr'));
  return names.get(pupil);
}
