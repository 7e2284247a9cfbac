"""Words that notes must not hold, by kind: what is looked for, and what is not meant by it.

Written for folded text (no accent, no capital, one space between words). A trap is the same word
in an ordinary sense: a job in a clinic, a Catholic school, the syndic of a building. GDPR article
9 (health, religion, opinions, origin, sexual life) and article 10 (offences); CNIL, « zones de
commentaire libre » (judgements).
"""

from __future__ import annotations

from typing import NamedTuple


class Rule(NamedTuple):
    """Patterns of one kind: `found` is looked for, unless it lies in something of `unless`."""

    kind: str
    found: tuple[str, ...]
    unless: tuple[str, ...] = ()


WHO = (
    r"(?:il|elle|ils|elles|monsieur|madame|m|mme|mari|femme|epoux|epouse|conjointe?|compagn\w+|"
    r"fils|fille|enfants?|ainee?|cadette?|petite?|pere|mere|couple|famille|gens|personne|homme)"
)
IS = r"(?:est|sont|etait|etaient|serait|semble|parait|se dit|restent?)"
HOW = (
    r"(?: (?:tres|un peu|assez|plutot|vraiment|completement|totalement|trop|bien|carrement|"
    r"parfois|souvent|toujours|tellement|si|un|une|des))*"
)

HEALTH = Rule(
    "sante",
    (
        r"diabet\w*",
        r"cancer\w*|tumeurs?|leucemie|lymphome|metastas\w+|chimio|chimiotherapie|radiotherapie",
        r"depressi(?:f|ve|fs|ves)|depression|burn ?out|bipolaires?|bipolarite|schizophren\w+",
        r"psychotique|psychose|nevros\w+|borderline|paranoia\w*|anorexi\w+|boulimi\w+|suicid\w+",
        r"autis(?:te|tes|me|tique|tiques)|asperger|trisomi\w+|tdah?|hyperacti(?:f|ve|fs|ves|vite)",
        r"dys(?:lexi|praxi|phasi|calculi|orthographi)\w+|epilep\w+|alzheimer|parkinson\w*",
        r"sclerose|myopath\w+|fibromyalgi\w+|lupus|endometriose|mucoviscidose|drepanocyt\w+",
        r"asthm\w+|insuffisan(?:ce|t|te) (?:cardiaque|renale?|respiratoire|hepatique)|avc",
        r"infarctus|(?:problemes?|maladie|crise) cardiaques?|cardiopath\w+|hernie \w+|lombalgie",
        r"sciatique|arthrose|polyarthrite|spondyl\w+|paralys\w+|(?:tetra|para|hemi)pleg\w+",
        r"fauteuil roulant|(?:mal|non) ?(?:voyant|entendant)e?s?|aveugles?|sourde?s?|surdite",
        r"handicap\w*|invalid(?:e|es|ite)|rqth|aah|mdph|ald|affection longue duree|pathologi\w+",
        r"seropositi\w+|vih|hiv|sida|hepatite|tuberculose|covid long|maladie de \w+",
        r"alcooli(?:que|ques|sme|see?)|alcoolo|toxicoman\w*|droguee?s?|cocaine|heroine|addictions?",
        r"(?:sevree?s?|sevrage)(?: \w+)?|postcure|desintox\w*|problemes? d alcool|se drogue",
        rf"(?:il|elle|qui|monsieur|madame) boit|boit (?:trop|beaucoup)|{WHO} accro",
        rf"{IS}{HOW} enceinte|{WHO} enceinte|enceinte de (?:\w+ mois|\w+ semaines?|jumeaux)",
        r"grossesse|fausses? couches?|ivg|avort\w+|fiv|pma|steril(?:e|ite)|menopaus\w+",
        r"hospitalis\w+|opere(?:e|es|s)? (?:du|de la|de l|des|d)|(?:subi|apres) une operation",
        r"greffe(?:e|es|s)? (?:du|de la|d un|de|des) \w+|greffe|dialys\w+|prothese \w+",
        r"traitement (?:lourd|medical|medicamenteux|hormonal|contre|pour)|sous traitement",
        r"antidepresseurs?|anxiolytiques?|neuroleptiques?|medicaments?|morphine|insuline|lithium",
        r"arrets? (?:de )?(?:maladie|travail)|longue maladie|maladies?|malades?|souffrante?",
        r"(?:problemes?|soucis?|ennuis?|raisons?|etat|bilan) de sante|sante (?:fragile|precaire)",
        r"sante mentale|raisons? medicales?|suivi (?:psy\w*|medical)|suivie? (?:en|par un) psy\w*",
        r"psychiatr\w+|psychologiquement|(?:cmp|hopital de jour)|suivie? (?:en|au) (?:cmp|chu)",
        r"troubles? (?:du|de la|de l|des|alimentaires|psy\w+|anxieux|bipolaires?|mentaux|autis\w+)",
        r"phobi(?:e|es|que)|crises? (?:d angoisse|de panique|d epilepsie)|remission|rechut\w+",
        r"convalescen\w+|perte d autonomie|fin de vie|obes(?:e|es|ite)|allergi\w+|souffre (?:de|d)",
        r"vient de perdre son bebe|garde un suivi|sourd muet|retard mental|deficien\w+",
    ),
    (
        r"(?:assurance|caisse|carte|branche|prestations?) maladies?|(?:garde|garde de) malades?",
        r"depression (?:du|de la|de l|economique|atmospherique)|enceinte (?:fortifiee|du|de la)",
        r"(?:recherche|lutte|ligue|association|centre|institut|fondation)(?: \w+)* (?:cancer\w*)",
        r"(?:enfants|personnes|adultes|publics?|residents|jeunes|travailleurs|eleves|usagers)"
        r"(?: \w+){0,4} (?:handicap\w*|autis\w+|deficien\w+|malades|trisomi\w+|aveugles|sourds)",
        r"(?:place|places|parking|stationnement|acces|toilettes|rampe|service|referente?|mission)"
        r"(?: de parking| pmr)? handicap\w*",
        r"(?:conseill|travaill|agent|employ|poste|chargee?|directe?ur|directrice|assistante?)\w*"
        r"(?: \w+){0,3} (?:mdph|cmp|aah|handicap\w*|psychiatr\w+|dialyse|hopital de jour)",
        r"(?:infirmi|aide soignant|educat|medecin|secretaire|cadre|psycholog|soignant|interne)\w*"
        r"(?: \w+){0,6} (?:psychiatr\w+|dialyse|handicap\w*|addict\w+|cancer\w*|alzheimer|malades)",
        r"centres? de dialyse(?: recrute)?|psychiatres? (?:libera\w+|de metier|cherch\w+)",
        r"allergi\w+ (?:a la ville|au bruit|a paris|aux embouteillages|a l administration)",
        r"greffe du tribunal|au greffe|medicaments? veterinaires?|sourde oreille",
        r"souffre (?:de|d)(?: la| l| un| une| du)? (?:bruit|ville|solitude|manque|absence|isolement)",
        r"(?:cherche|trouver|demande)(?: \w+){0,3} suivi medical|bilan de sante du logement",
        r"troubles? (?:du|de) voisinage|traitement pour (?:la|le) (?:charpente|bois|toiture)",
        r"(?:visiteu\w+|delegu\w+|vendeu\w+) (?:en |de )?medica\w+|pathologies? du batiment",
    ),
)

RELIGION = Rule(
    "religion",
    (
        r"musulman\w*|islam\w*|juif|juifs|juive|juives|judaisme|israelite\w*",
        r"catholi\w+|chretien\w*|protestant\w*|evangeli\w+|pentecotis\w+|adventis\w+|anglican\w*",
        r"orthodoxes?|bouddhis\w+|hindouis\w+|hindoue?s?|mormon\w*|temoins? de jehovah",
        r"scientolog\w*|athees?|atheisme|agnosti\w+|sans religion|franc ?macon\w*|sectes?",
        r"croyante?s?|pratiquante?s?|messes?|mosquees?|synagogues?|ramadan|shabb?at|sabbat",
        r"halal|casher|kasher|hijab|niqab|burqa|kippa|foulard islamique|voilees?",
        r"(?:porte|portent|met|portant|sous|retire\w*) (?:le|un|son|leur) (?:voile|foulard|kippa)",
        r"bapteme|baptise\w*|bar mitzvah|premiere communion|imams?|rabbins?|pasteurs?|paroiss\w+",
        r"(?:va|vont|aller|frequente\w*) (?:a l eglise|au temple|au culte)|religi(?:on|ons|eu\w+)",
        r"(?:cherche|demande|veut|souhaite|voudrait|besoin|fonder)(?: \w+){0,4} lieux? de culte",
        r"(?:sa|leur) foi|converti\w* (?:a|au) (?:l islam|catholi\w+|judaisme|protest\w+|bouddh\w+)",
        r"integristes?|fondamentalistes?|salafis\w+|careme|priere du vendredi|prie|prient",
    ),
    (
        r"(?:ecoles?|lycee|college|enseignement|etablissements?|institut|institution|universite|"
        r"secours|presse|maternelle|scouts?|prive|creche|radio)(?: \w+){0,2} "
        r"(?:catholi\w+|chretien\w*|protestant\w*|juif|juive|musulman\w*|religieu\w+|evangeli\w+)",
        r"(?:temples?|statues?|art|musee|centre) (?:bouddhi\w+|hindou\w*|protestants?)",
        r"(?:bati|batiments?|patrimoine|art|edifices?|monuments?|musique|objets?) religieu\w+",
        r"(?:rue|avenue|impasse|place|quartier|boulevard|chemin|lycee|institut|hopital|allee)"
        r"(?: de)?(?: la| l| du)? (?:mosquee|synagogue|pasteur|paroisse|messe)",
        r"croyante? (?:que|avoir|bien|faire|pouvoir)|pratiquante? (?:du|de|d|la|le)",
        r"bapteme (?:de l air|de plongee|du feu)|(?:histoire|guerres?|professeur) des? religions?",
        r"(?:peu|pas tres|methodes?) orthodoxes?|messes? basses?",
    ),
)

UNIONS = r"(?:cgt|cfdt|cftc|fsu|unsa|cfe cgc|force ouvriere|sud solidaires|confederation paysanne)"
PARTIES = (
    r"(?:rassemblement national|front national|lfi|france insoumise|pcf|eelv|macronistes?|"
    r"lepenistes?|zemmouristes?|melenchonistes?|communistes?|socialistes?|gaullistes?|"
    r"parti (?:socialiste|communiste|de gauche|radical|animaliste)|republicains|modem|reconquete)"
)
OPINION = Rule(
    "politique",
    (
        UNIONS,
        PARTIES,
        r"syndicalistes?|syndique\w*|syndica(?:l|le|ux|les)|greviste",
        r"(?:membre|adherente?|responsable|delegu\w+|milite|engagee?|elue?)"
        r"(?: \w+){0,3} syndicat|delegue\w* du personnel",
        r"(?:vote\w*|elect\w+|encarte\w*|sympathisant\w*|elue?|candidate?|milite\w*|adherente?)"
        r"(?: \w+){0,3} (?:gauche|droite|rn|fn|ps|lr|ecologistes?|verts|udi|npa)",
        r"encarte\w*|sympathisante?s? (?:du|de|des)|extreme (?:droite|gauche)|ultra ?gauche",
        r"militante?s?|milite|activistes?|anarchistes?|royalistes?|monarchistes?|fascistes?|facho",
        r"souverainistes?|nationalistes?|complotistes?|zadistes?|gilets? jaunes?|black bloc",
        r"(?:opinions?|convictions?|idees|engagements?|positions?) politiques?|politiquement",
        r"(?:homme|femme|personne|sensibilite) de (?:gauche|droite)|tres (?:a )?(?:gauche|droite)",
    ),
    (
        r"(?:conseill\w+|juriste|secretariat|avocate?|droit) syndica\w+|chambre syndicale",
        r"gilets? jaunes? (?:obligatoire|de securite|a prevoir)|militante?s? associati\w+",
        r"(?:mission|chargee?|direction|service)(?: \w+){0,3} politiques?",
    ),
)

PEOPLES = (
    r"(?:maghrebin|algerien|marocain|tunisien|african|africain|senegalais|malien|ivoirien|"
    r"camerounais|congolais|comorien|malgache|guineen|nigerian|turc|turque|kurde|armenien|roumain|"
    r"bulgare|portugais|italien|espagnol|polona|russe|ukrainien|asiati|chinois|vietnamien|"
    r"cambodgien|laotien|indien|pakistanais|sri lankais|libanais|syrien|irakien|iranien|afghan|"
    r"antillais|guadeloupeen|martiniquais|reunionnais|guyanais|haitien|juif|juive|arabe|berbere|"
    r"kabyle|tzigane|gitan|etranger|immigre|slave|mahorais|egyptien|somalien|erythreen)\w*"
)
ORIGIN = Rule(
    "origine",
    (
        rf"origines? {PEOPLES}|issue?s? de l immigration|immigree?s?|ethni\w+|racise\w*",
        r"race (?:noire|blanche|jaune|arabe)|peau (?:noire|mate|foncee|blanche)|basane\w*",
        r"(?:gens|femmes?|hommes?|personnes?|famille|couple|monsieur|dame) de couleur",
        rf"(?:{WHO}|jeune|voisin\w*) (?:est |sont )?(?:noire?s?|blacks?|arabes?|metis\w*|blanche?s?)",
        r"maghrebin\w*|africaine?s?|antillaise?s?|gitane?s?|tziganes?|manouches?|romanichels?|roms?",
        r"gens du voyage|yeniches?|kabyles?|berberes?|touaregs?|peule?s?|beurs?|beurettes?|rebeus?",
        r"arabes?|type (?:asiatique|europeen|africain|maghrebin|mediterraneen|nord africain)",
        r"asiatiques?|metisse?s?|renois?|noirs",
    ),
    (
        r"(?:restaurants?|cuisine|traiteur|epicerie|danses?|musiques?|art|percussions|produits)"
        r" (?:\w+ )?(?:africain\w*|maghrebin\w*|asiatiques?|antillais\w*|arabes?|kabyles?)",
        r"(?:professeure?|prof|cours|langue|enseign\w+|parle\w*|interprete|traduct\w+|apprend\w*)"
        r"(?: d| l| en| de)* arabe|arabe litteraire|jazz manouche|(?:code|fiche) rome?",
        r"(?:aires?|accueil|schema|mission|mediat\w+|chargee?|referente?)(?: \w+){0,3} gens du "
        r"voyage|cd roms?|(?:chiens?|chats?|chevaux|poneys?|vaches?) (?:\w+ )?(?:noirs?|metis\w*)",
        r"(?:travaux|cafe|marches?|volets|yeux|cheveux|murs) noirs|frelons? asiatiques?",
    ),
)

SEX = Rule(
    "vie_sexuelle",
    (
        r"homosexu\w+|homos?|gays?|lesbien\w*|bisexu\w+|transgenres?|transsexu\w+|travestis?",
        r"(?:personne|femme|homme|fille|garcon|fils|est) trans|orientation sexuelle|lgbt\w*",
        r"sexuel\w*|sexualite|echangis\w+|libertin\w*|travailleu(?:r|se)s? du sexe|prostitu\w+",
        r"couple (?:de femmes|d hommes|de filles|de garcons)|deux (?:hommes|femmes|papas|mamans)"
        r"(?: \w+){0,2} (?:maries|mariees|couple|pacses|pacsees)|infidel\w+|adulteres?",
        r"(?:un amant|une maitresse)|nymphoman\w*|pede|gouines?|tapette",
    ),
    (
        r"(?:mme|m|madame|monsieur|famille|rue|docteur|dr|maitre|chez|cabinet) gay",
        r"(?:violences?|harcelement|sante) sexuel\w*",
    ),
)

OFFENCE = Rule(
    "casier",
    (
        r"casier judiciaire|(?:a|ont|avec un) casier|prison|incarcer\w+|emprisonn\w+|ecrou\w*",
        r"(?:ex|ancien|ancienne) detenue?s?|detenue? (?:a|au|en)|detention|taulard\w*",
        rf"condamnee?s? (?:en|pour|a|par|au)|condamnations?|{WHO} (?:\w+ ){{0,2}}condamnee?s?",
        r"repris de justice|mise? en examen|gardes? a vue|controle judiciaire|bracelet electronique",
        r"(?:en|avec|du|de) sursis|(?:liberte|liberation) conditionnelle|spip|fichee? s|semi liberte",
        r"delinquan\w+|violences? (?:conjugales?|sur)|pedophil\w+|viol|violeur|agress(?:eur|ion)",
        r"trafic (?:de|d) \w+|trafiquante?|dealers?|deale|accusee? (?:de|d)|poursuivie? pour",
        r"(?:a|ont) (?:vole|agresse|frappe|tue|escroque)|mandat (?:d arret|de depot)|interpelle\w*",
        r"etat d ivresse|ivresse au volant|alcool au volant|retrait de permis|permis (?:retire|annule)",
        r"liberee? (?:en|de|le|depuis)(?: \w+)? conseill\w+|delits?|infractions? penales?|recidiv\w+",
    ),
    (
        r"(?:extrait|bulletin|copie|demande\w*)(?: \w+){0,3} casier judiciaire(?: vierge)?",
        r"(?:surveillant|gardien|directeur|directrice|personnel|agent|greffi|conseill|aumoni)\w*"
        r"(?: \w+){0,4} (?:prison|detention|spip|detenus)|ancienne prison|rue de la prison",
        r"(?:porte|fenetre|passage|acces|issue|cheminee|piece)s? (?:\w+ ){0,2}condamnee?s?",
        r"condamnation d un (?:passage|acces)|controleu\w+ judiciaires?|trafic (?:de|du) (?:train|poids)\w*",
        r"(?:association|aide|aupres|accueil|victimes?|lutte)(?: \w+){0,4} violences? \w+",
        r"(?:conseill|travaill|poste|educat|agent)\w*(?: \w+){0,3} spip|en sursis jusqu",
    ),
)

UNKIND = (
    r"(?:bete|stupide|debile|idiote?|con|conne|cons|penible|desagreable|insupportable|hautaine?|"
    r"arrogante?|agressi(?:f|ve)|malpolie?|odieu(?:x|se)|antipathique|mechante?|grossiere?|vulgaire|"
    r"louche|bizarre|chiante?|lourde?|radine?|avare|sale|moche|laide?|grosse?|hysterique|"
    r"caracteriel\w*|instable|immature|ingerable|nulle?|naif|naive|folle|fou|fous|cinglee?|dingue|"
    r"timbree?|taree?|ridicule|pathetique|minable|malhonnete|manipulat\w+|toxique|capricieu\w+)s?"
)
JUDGEMENT = Rule(
    "jugement",
    (
        r"connards?|connasses?|abruti\w*|cretine?s?|imbeciles?|debiles?|idiote?s?|stupides?|tarees?",
        r"salope|salauds?|pute|encul\w+|chieu\w+|chiante?s?|emmerd\w+|casse pieds?|boulets?|crevure",
        rf"{IS}{HOW} {UNKIND}|{WHO}{HOW} {UNKIND}|{UNKIND} (?:comme|mais) \w+",
        r"paresseu\w+|faineante?s?|feignante?s?|flemmard\w*|glandeu\w+|tire au flanc|bon a rien",
        r"menteu\w+|mythomanes?|mytho|affabulat\w+|escrocs?|voleu\w+|profiteu\w+|arnaqueu\w+",
        r"cas soc(?:ial|iaux)?s?|cassos|assistes|parasites?|bobos?|ploucs?|beaufs?|pequenots?",
        r"pas (?:tres|bien|trop|vraiment|franchement) (?:intelligent|malin|maligne|fute|futee|net|"
        r"nette|fine?|claire?|honnete|courageu\w+|propre|serieu\w+)\w*|limitee? intellectuellement",
        r"grande gueule|(?:de )?mauvaise foi|sale type|gens sales|hysteriques?|hautaine?s?",
        r"arrogante?s?|radine?s?|pingres?|caracteriel\w*|ingerables?|odieu(?:x|se)|antipathiques?",
        r"malpolie?s?|porcherie|incapables? de (?:tenir|gerer|comprendre|travailler|s organiser|se)",
        r"personne ne (?:la|le|les) supporte|(?:monsieur|madame) je sais tout|fouteu\w+|insupportables?",
        r"desagreables?|penible",
    ),
    (
        r"(?:jeux?|erreur|question|accident|blague)s? (?:\w+ )?(?:idiot\w*|stupides?|betes?)",
        r"(?:travail|metier|poste|trajet|bailleur|proprietaire|vendeur|route|hiver|bruit|chaleur)\w*"
        r" (?:\w+ ){0,2}(?:penible|insupportable|desagreable|bizarre)s?",
        r"(?:leur|lui|leurs) (?:est|sont) (?:insupportable|penible|desagreable)s?",
        r"(?:agence|artisan|vendeur|proprietaire|bailleur|voisin|employeur|maitre d oeuvre)\w*"
        r" (?:\w+ ){0,2}(?:escrocs?|menteu\w+|odieu\w+|arrogant\w*|desagreables?|malpoli\w*|voleu\w+)",
        r"reprise d une porcherie|porcherie (?:de|a)|incapables? de se liberer|debiles? (?:leger|moyen)\w*",
        r"(?:fou|folle|fous) (?:de|d) \w+|penibilite|parasites? (?:du|des|dans)|accueil desagreable",
    ),
)

RULES = (HEALTH, RELIGION, OPINION, ORIGIN, SEX, OFFENCE, JUDGEMENT)
