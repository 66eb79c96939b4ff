#include "protocol/content/response_form.hpp"

#include <fmt/format.h>

#include "protocol/content/typography.hpp"
#include "protocol/content/utf8.hpp"
#include "protocol/content/visible.hpp"

namespace protocol::content {
namespace {

constexpr std::size_t comment_width = 96;  // characters of a comment line, the mark not counted

struct FormWords {
    std::string_view language, dissemination, network, answers;  // the words of the format
    std::string_view intro, spread, deadline;                    // explanations
    std::string_view text, yes_no, number, choice, date, marks;
};

constexpr FormWords english = {
    .language = "Language",
    .dissemination = "Dissemination",
    .network = "network",
    .answers = "Answers",
    .intro =
        "Lines that begin with \">\" are not sent. Write each answer behind its number, on as many lines as you like.",
    .spread =
        "Dissemination: requester (only who asks reads it) | network (all who received the request) | "
        "public (after consent).",
    .deadline = "Answers are on time until the end of this day in Strasbourg: ",
    .text = "Answer in your own words.",
    .yes_no = "Answer: yes | no. A comment may follow: yes -- comment",
    .number = "Answer with a plain number, without separators (1200, 12.5). A comment may follow: 1200 -- comment",
    .choice = "Answer with one of the following. A comment may follow after \" -- \":",
    .date = "Answer with a date: YYYY-MM-DD. A comment may follow after \" -- \".",
    .marks = "A question that you cannot answer: no information | not applicable.",
};

constexpr FormWords french = {
    .language = "Langue",
    .dissemination = "Diffusion",
    .network = "réseau",
    .answers = "Réponses",
    .intro =
        "Les lignes qui commencent par « > » ne sont pas envoyées. Écrivez chaque réponse à la suite de son numéro, "
        "sur autant de lignes que nécessaire.",
    .spread =
        "Diffusion : demandeur (seul l’auteur de la demande la lit) | réseau (tous ceux qui ont reçu la demande) | "
        "public (après accord).",
    .deadline = "Les réponses sont à temps jusqu’à la fin de cette journée à Strasbourg : ",
    .text = "Répondez librement.",
    .yes_no = "Réponse : oui | non. Un commentaire peut suivre : oui -- commentaire",
    .number =
        "Répondez par un nombre simple, sans séparateur (1200, 12.5). Un commentaire peut suivre : "
        "1200 -- commentaire",
    .choice = "Répondez par l’une des possibilités suivantes. Un commentaire peut suivre après « -- » :",
    .date = "Répondez par une date : AAAA-MM-JJ. Un commentaire peut suivre après « -- ».",
    .marks = "Une question à laquelle vous ne pouvez répondre : pas d’information | sans objet.",
};

void append_comment_line(std::string& out, std::string_view line) {
    out += line.empty() ? ">\n" : fmt::format("> {}\n", line);
}

// Wraps one paragraph, which holds no line feed.
void append_wrapped(std::string& out, std::string_view paragraph) {
    std::string line;
    while (!paragraph.empty()) {
        const std::size_t end = paragraph.find(' ');
        const std::string_view word = paragraph.substr(0, end);
        if (!line.empty() && count_characters(line) + 1 + count_characters(word) > comment_width) {
            append_comment_line(out, line);
            line.clear();
        }
        if (!line.empty()) line.push_back(' ');
        line += word;
        paragraph.remove_prefix(end == std::string_view::npos ? paragraph.size() : end + 1);
    }
    append_comment_line(out, line);
}

// Every line of the text becomes comment lines: the cut at line feeds is what keeps foreign text inside the comment.
void append_comment(std::string& out, std::string_view text) {
    const std::string shown = visible(text);
    std::string_view rest = shown;
    while (true) {
        const std::size_t end = rest.find('\n');
        append_wrapped(out, rest.substr(0, end));
        if (end == std::string_view::npos) return;
        rest.remove_prefix(end + 1);
    }
}

void append_explanation(std::string& out, const Question& question, const FormWords& words) {
    switch (question.type) {
        case QuestionType::text: return append_comment(out, words.text);
        case QuestionType::yes_no: return append_comment(out, words.yes_no);
        case QuestionType::number: return append_comment(out, words.number);
        case QuestionType::date: return append_comment(out, words.date);
        case QuestionType::choice: break;
    }
    append_comment(out, words.choice);
    for (const std::string& choice : question.choices) append_comment(out, "- " + choice);
}

}  // namespace

std::string blank_response_form(const Request& request, std::string_view number, Language form_language) {
    const FormWords& words = form_language == Language::fr ? french : english;
    std::string out = fmt::format("Re: {}\n{}: {}\n{}: {}\n\n", visible_line(number), words.language,
                                  code(form_language), words.dissemination, words.network);
    append_comment(out, request.title);
    append_comment(out, fmt::format("{}{}", words.deadline, format_date(request.deadline)));
    append_comment(out, "");
    append_comment(out, words.intro);
    append_comment(out, words.spread);
    append_comment(out, words.marks);
    if (!request.background.empty()) {
        append_comment(out, "");
        append_comment(out, request.background);
    }
    out += fmt::format("\n## {}\n", words.answers);
    for (unsigned question_number = 1; const Question& question : request.questions) {
        out += '\n';
        append_comment(out, fmt::format("{}. {}", question_number, question.text));
        append_explanation(out, question, words);
        out += fmt::format("{}. \n", question_number++);
    }
    return out;
}

}  // namespace protocol::content
