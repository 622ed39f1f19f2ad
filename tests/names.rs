//! The spellings of a name that news uses, and the one entity that they all mean.

use relgraph::lexicon::Lexicon;

/// Every spelling may mean the entity.
fn check(spellings: &[&str], key: &str) {
    let lexicon = Lexicon::embedded();
    for spelling in spellings {
        let found = lexicon.find(spelling);
        assert!(found.iter().any(|entry| entry.key == key), "{spelling}: {key}");
    }
}

#[test]
fn persons_in_every_transliteration() {
    check(
        &["Mevlüt Çavuşoğlu", "Mevlut Cavusoglu", "CAVUSOGLU"],
        "official:mevlut cavusoglu",
    );
    check(
        &["Recep Tayyip Erdoğan", "Tayyip Erdogan", "Erdoğan"],
        "official:recep tayyip erdogan",
    );
    check(
        &["Bashar al-Assad", "Bashar Al-Asad", "Bashar Assad", "bashar al assad"],
        "official:bashar al assad",
    );
    check(
        &["Volodymyr Zelensky", "Volodymyr Zelenskyy", "Volodymyr Zelenskiy"],
        "official:volodymyr zelensky",
    );
    check(&["Sergei Lavrov", "Sergey Lavrov", "Lavrov"], "official:sergei lavrov");
    check(
        &["Dmitry Medvedev", "Dmitri Medvedev", "Dmitriy Medvedev"],
        "official:dmitry medvedev",
    );
    check(
        &["Alexander Lukashenko", "Aleksandr Lukashenko", "Alyaksandr Lukashenka"],
        "official:alexander lukashenko",
    );
    check(
        &["Mikheil Saakashvili", "Mikhail Saakashvili"],
        "official:mikheil saakashvili",
    );
    check(
        &[
            "Muammar Gaddafi",
            "Moammar Gadhafi",
            "Muammar Qaddafi",
            "Muammar al-Gaddafi",
        ],
        "official:muammar gaddafi",
    );
    check(
        &["Mohammed bin Salman", "Muhammad bin Salman", "Mohammad bin Salman"],
        "official:mohammed bin salman",
    );
    check(
        &["Muqtada al-Sadr", "Moqtada al-Sadr", "Moqtada Sadr"],
        "official:muqtada al sadr",
    );
    check(
        &["Abdel Fattah el-Sisi", "Abdel Fattah al-Sisi", "Abdul Fattah al-Sisi"],
        "official:abdel fattah al sisi",
    );
    check(
        &["Mohamed ElBaradei", "Mohammed ElBaradei"],
        "official:mohamed elbaradei",
    );
    check(
        &["Benjamin Netanyahu", "Binyamin Netanyahu", "Netanyahu"],
        "official:benjamin netanyahu",
    );
    check(&["Yasser Arafat", "Yasir Arafat"], "official:yasser arafat");
    check(&["Gerhard Schroeder", "Gerhard Schroder"], "official:gerhard schroeder");
    check(&["Nicolás Maduro", "Nicolas Maduro"], "official:nicolas maduro");
    check(&["Hugo Chávez", "Hugo Chavez"], "official:hugo chavez");
    check(&["Lech Wałęsa", "Lech Walesa"], "official:lech walesa");
    check(&["Viktor Orbán", "Viktor Orban"], "official:viktor orban");
    check(&["Ban Ki-moon", "Ban Ki Moon"], "official:ban ki moon");
    check(&["Kim Jong-un", "Kim Jong Un"], "official:kim jong un");
    check(
        &["Donald Trump Jr.", "Donald Trump Jr", "Donald Trump Junior"],
        "official:donald trump jr",
    );
    check(&["Donald Trump"], "official:donald trump");
}

#[test]
fn states_by_old_and_new_names() {
    check(
        &["Turkey", "Türkiye", "Turkiye", "TURKEY", "Ankara", "Turkish"],
        "state:TUR",
    );
    check(&["Burma", "Myanmar", "Burmese"], "state:MMR");
    check(&["China", "Peking", "Beijing", "PRC"], "state:CHN");
    check(&["Ukraine", "Kyiv", "Kiev"], "state:UKR");
    check(
        &["US", "U.S.", "USA", "U.S.A.", "the United States", "White House"],
        "state:USA",
    );
    check(
        &["UK", "U.K.", "Britain", "Great Britain", "Downing Street"],
        "state:GBR",
    );
    check(&["UAE", "U.A.E.", "United Arab Emirates", "Emirati"], "state:ARE");
    check(&["Côte d’Ivoire", "Cote d'Ivoire", "Ivory Coast"], "state:CIV");
    check(&["Timor-Leste", "East Timor"], "state:TLS");
    check(&["Eswatini", "Swaziland"], "state:SWZ");
    check(&["Cabo Verde", "Cape Verde"], "state:CPV");
    check(&["Czechia", "Czech Republic"], "state:CZE");
    check(&["North Macedonia", "Macedonia"], "state:MKD");
    check(&["Democratic Republic of the Congo", "DRC", "DR Congo"], "state:COD");
    check(&["Kremlin", "the Kremlin", "Moscow", "Russian"], "state:RUS");
}

#[test]
fn groups_bodies_arms_and_places() {
    check(
        &["al-Qaida", "Al Qaeda", "al-Qaeda", "al Qaida", "Al-Qa'ida"],
        "group:al qaeda",
    );
    check(&["Hezbollah", "Hizbollah", "Hizbullah", "Hezbullah"], "group:hezbollah");
    check(
        &["Islamic State", "ISIS", "Isis", "ISIL", "Daesh"],
        "group:islamic state",
    );
    check(&["UN", "U.N.", "the United Nations"], "organization:united nations");
    check(
        &["NATO", "Nato", "North Atlantic Treaty Organisation"],
        "organization:nato",
    );
    check(&["EU", "E.U.", "European Union"], "organization:european union");
    check(&["S-400", "S400", "S-400s"], "materiel:s 400");
    check(&["F-16", "F16", "F-16s"], "materiel:f 16");
    check(&["Idlib", "Idleb"], "place:idlib");
    check(&["Deir ez-Zor", "Deir Ezzor", "Deir al-Zor"], "place:deir ez zor");
    check(&["Fallujah", "Falluja"], "place:fallujah");
    check(&["Raqqa", "Raqqah", "al-Raqqa"], "place:raqqa");
    check(&["Kharkiv", "Kharkov"], "place:kharkiv");
    check(&["Odesa", "Odessa"], "place:odesa");
    check(&["Mumbai", "Bombay"], "place:mumbai");
    check(&["Yangon", "Rangoon"], "place:yangon");
}
