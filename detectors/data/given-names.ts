/** Given names that are hardly anything else: with one of them a name needs no capitals. Without accents, in small letters. */
import { codeAt } from '../../src/detection/code-units.ts';
import { HASH_PRIME, HASH_SEED } from '../../src/detection/terms.ts';
import { WordSieve } from '../../src/detection/word-sieve.ts';

const list = `
aaron abdul abdullah abigail abraham adaeze adam adele adriana adriano agata agnes agnieszka ahmad ahmed aidan aileen aisha aishwarya
akash akiko akira alan alana alberto alejandra alejandro aleksandra alessandra alessandro alessia alex alexander alexandra alexandre alexandru
alexis alfie alfonso alfred alfredo ali alice alicia alina alison alistair allison alvaro alyssa amanda amandine amara amelia amina amir
amira amit amrita amy ana anabel anais anand ananya anastasia anders andre andrea andreas andrei andres andrew andrzej aneta angela angelica angelo
angelos anika anil anita anja ankit ann anna annabel annalisa anne anneliese annegret annette annie anouk ante anthony antje antoine antoinette
anton antonella antonia antonio anya aoife araceli archie ariana arjun arkadiusz armando arnaud arthur arturo arun aryan asha ashley ashok astrid
asuka aurelie axel ayesha aylin ayse barbara bartosz beata beatrice beatrix beatriz becky ben benedikt benjamin benoit bernadette bernard
bernd bernhard bert bettina bev beverley bhavna bianca bjorn bogdan bogdana boris bradley brenda brendan brian brianna bridget brigitte bruno
bruna bryan caitlin callum camila camille camilla carla carlo carlos carlotta carmela carmen carolina caroline carsten catalina catarina caterina
catherine cathy cecilia cecile cedric celine cesar chandra chantal charlie charles charlotte chiara chidi chinedu chioma chloe chris christa christel christian christiane christina
christine christoph christophe christopher ciara cindy claire clara clare claudia claudio clemence clemens colette colin concetta connor conor constance constantin
cordelia corinna corinne cornelia cristian cristiano cristina cristobal curtis cynthia cyril dagmar daisuke dalia damian damien dan dana daniel daniela daniele
danielle danny darren dave david davide dawid deborah declan deepa deepak deepika delphine denise dennis derek desmond diana diane diego dieter dietmar dilip dimitri
dina dinesh dirk divya dmitri dominic dominik dominika dominique donald donatella donna dora doris dorothea dorothy dorota doug douglas duncan dylan ebony eddie edgar
edith eduard eduardo edward edwin eileen ekaterina elaine eleanor elena eleni eli elias elif elijah elisa elisabeth elisabetta elise elizabeth elke ella ellen ellie
elliot eloise elsa elvira emanuele emeka emil emilia emiliano emilie emilio emily emine emma emmanuel emmanuelle emre enrica enrico enrique erica erich erik erika erin
erkan ernesto ernst erwin esra esteban estelle esther ethan eugenia eugenie eugene eva evan evelin evelyn ewa ezgi ezra fabian fabiana fabien fabienne fabio fabrice fabrizio farah farhan
farid fatima fatma federica federico felicia felicity felipe felix ferdinand fernanda fernando filip filippo filomena fiona flavia flavio florian franca francesca francesco
francine francis francisco francois francoise frank franz fred frederic frederick frederik freya frida frieda friedrich fumiko gabriel gabriela gabriele gabriella gabrielle gael gareth gary gavin
gemma genevieve geoff geoffrey georg george georgina gerald geraldine gerard gerardo gerd gerhard gertrud ghislaine giacomo gianluca gianna gianni gilbert gilles gillian gina giorgia
giorgio giovanna giovanni gisela giulia giuliana giulio giuseppe giuseppina gonzalo gordon graham grazia greg gregor gregory greta grzegorz guadalupe gudrun guido guilherme guillaume guillermo
gunnar gunter gustav gustavo hakan halina hamza hana hanna hannah hanne hannelore hans harald harish haruka haruki hasan hassan hayley heather hector heidi heike heiko heinrich heinz helen helena
helene helga helmut hendrik henri henrik henrietta henrique henry herbert hermann hilary hilda hilde hiroko hiroshi holger horst howard hubert hugo humberto hussein ian ibrahim
ignacio ikram ilaria ilona ilse imani imran ines inga inge ingeborg ingo ingrid inigo irena irene irma isaac isabel isabella isabelle ishaan isla ismail istvan ivan ivana ivo iwona izabela
jack jackie jacob jacqueline jacques jaime jakob jakub james jamie jana jane janet janice janine janusz jaroslaw jasmin jasmine jason javier jean jeanette jeanne jeff jeffrey jelena jennifer jenny
jens jerome jerzy jesper jessica jill jimena jimmy joan joana joanna joao joaquin jochen joe joel joelle joerg johan johann johanna johannes john johnny jolanta jonas jonathan jordi jorge jose josef
josefina joseph josephine josh joshua josue joyce juan juana judith julia julian juliana julie julien juliet juliette julio jurgen justin justine justyna kai kaja kamal kamil kamila karen karim karin karina
karl karla karolina katarina katarzyna kate katharina katherine kathleen kathrin kathryn kathy katie katja katrin kavita kayla kazimierz keiko keith kelly kemal ken kenji kenneth kenta kerry kerstin kevin
khadija khalid kieran kimberly kiran kirsten kirsty klara klaus konrad konstantin kristen kristian kristin kristina krystyna krzysztof kunal kurt kwame kyle lakshmi lamine lara lars latisha laura lauren
laurence laurent layla lea leah leandro leila lena lennart lenka leo leon leona leonard leonardo leonie leonor leroy leslie leszek leticia lewis liam lidia liesel lieselotte liisa lilian liliana lily lina
linda lindsay lisa livia liz ljubica loic lola lorena lorenzo loretta lori lothar lotte louis louisa louise luc luca lucas lucia luciana luciano lucie lucien lucinda lucrezia lucy ludmila ludovic luigi luis
luisa luiz lukas lukasz luke lydia lynn maciej madeleine madhavi magali magda magdalena mahmoud maja malcolm malgorzata malik malte mandy manfred manoj manon manuel manuela mara marc marcel marcela
marcella marcello marcelo marcia marcin marco marcos marcus marek margaret margarita margherita margot marguerite maria mariam mariana marianne marie mariella marija marilyn mario marion marisa marisol marius
marjorie marlene marta martha martin martina martine mary maryam massimo mateo mateus mateusz mathias mathieu mathilde matilda matilde matt matteo matthew matthias matthieu maureen maurice mauricio maurizio
mauro maximilian maxime maya meera megan mehmet melanie melissa meret mia michael michaela michal michel michele michelle miguel mihai mikael mike mikhail milena millie mina miranda mireille
miriam miroslav mitchell mohamed mohammad mohammed mohan moira moises monica monika monique moritz muhammad murat mustafa nadia nadine nadja naomi natalia natalie natasha nathalie nathan neha neil nicholas
nick nicola nicolas nicole niels nigel nikita niklas nikolai nikos nils nina nkechi noah noel noelia noemi nora norbert noura nuno nuria odile odette ola oleg olena olga oliver olivia olivier omar oscar osman
otto owen ozlem pablo pamela paola paolo pascal patricia patrick patrik patrizia patryk paul paula pauline paulo pawel pedro penelope petar peter petra phil philip philipp philippe phillip phoebe
pierre pieter pietro pilar piotr pooja prakash pranav pratik preeti priya priyanka quentin rachel radoslaw rafael rafal rahul raimund rainer raj rajesh raju ralf ralph ramesh ramon raphael raquel rashid rashida raul ravi
raymond rebecca regine reiner reinhard reinhold rekha rena renata renate rene renee reza rhiannon riccardo richard rita ritu robert roberta roberto robin rodolfo rodrigo roger rohan rohit roland rolf romain
ron ronald ronja rosalie rosalind rosaria rosario roseanne rosemarie rosemary rosie ross roxana roxanne ruben rudolf rui rupert ruth ryan sabina sabine sabrina sadia saira sally salma salvatore sam samantha samir
samira samuel sandeep sandra sandro sanjay sara sarah saskia satoshi saurabh scott sean sebastian sebastien selim selina selma serena serge sergei sergey sergio serkan severine shannon sharon shauna
sheila shelley shirley shreya shweta siddharth siegfried sigrid silke silvana silvia silvio simon simona simone sinead siobhan slawomir sofia sofie solange sonia sonja sophia sophie soren stacey stanislav
stanislaw stanley stefan stefania stefanie stefano steffen stella stephan stephane stephanie stephen steve steven stuart sukru sunita susan susana susanna susanne suzanne sven svenja svetlana swati sylvain sylvia sylvie sylwia
tadeusz takashi takeshi tamara tania tanja tanya tariq tatiana tatjana taro teodora teresa terry thandiwe theo theodor theodore theresa therese thibault thierry thomas thorsten tiago tiffany tim timo timothy tina tobias todd
tom tomas tomasz tommaso toni tony torsten tracey tracy tristan tunde udo ulf ulrich ulrike umberto ursula uta ute uwe vadim valentin valentina valentino valeria valerie vanessa vasile vera veronica veronika
veronique vicente vicki vicky victor vijay vikram viktor viktoria vinay vincent vincenzo virginie vishal vittoria vittorio vivek vivian viviana vivienne vladimir volker waldemar walter waltraud wanda
wendy werner wieslaw wilhelm william willem winston witold wladyslaw wojciech wolfgang xavier ximena yan yann yannick yara yasemin yasmin yasmine yasuko yolanda yoko yosef youssef yuki yuko yumi yusuf yvette yvonne zac zachary zainab
zbigniew zdenek zeynep zoe zofia zsofia zuzana zuzanna`;

/** Looked up by words in small letters, without accents. */
export const givenNames: ReadonlySet<string> = new Set(list.trim().split(/\s+/));

const sieve = new WordSieve(givenNames);

/** Signs between a word that introduces somebody and the name. */
const SIGNS_MAX = 3;

/**
 * Whether a given name that everybody knows can stand behind `end`, after one to three blanks, commas, colons or
 * hyphens, with a blank behind it. True as well where letters past ASCII need a closer look.
 */
export function mayNameFollow(text: string, end: number): boolean {
  let at = end;
  let code = codeAt(text, at);
  while (at - end < SIGNS_MAX && (code <= 32 || code === 44 || code === 45 || code === 58)) {
    at += 1;
    code = codeAt(text, at);
  }
  if (code > 127) return true;
  if (at === end) return false;
  let hash = HASH_SEED;
  for (let lower = code | 32; lower >= 97 && lower <= 122; lower = code | 32) {
    hash = Math.imul(hash ^ lower, HASH_PRIME);
    at += 1;
    code = codeAt(text, at);
  }
  return code > 127 || (code === 32 && sieve.mayHave(hash));
}

/** Surnames that stand in front of a Chinese given name, one sign or two. */
export const chineseSurname =
  '(?:欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|东方|皇甫|尉迟|公孙|慕容|令狐|[王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖萧蕭田董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鐘谭譚陆陸汪范金石廖贾賈夏韦韋付方白邹鄒孟熊秦邱江尹薛闫段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯常温康施文牛樊葛邢安齐齊易乔喬伍庞颜顏倪庄莊聂章鲁岳翟殷詹申欧耿关關兰焦俞左柳甘祝包宁尚符舒阮纪])';
