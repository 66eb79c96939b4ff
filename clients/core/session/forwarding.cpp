#include "clients/core/session/forwarding.hpp"

#include <algorithm>

#include "clients/core/compilation/words.hpp"
#include "clients/core/messages/messages.hpp"
#include "clients/core/session/upkeep.hpp"
#include "protocol/content/calendar.hpp"
#include "protocol/content/limits.hpp"

namespace clients {

using namespace protocol;
using content::Language;

namespace {

// UTF-8 cut at a character.
std::string shortened(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return std::string(text);
    while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xC0) == 0x80) --bytes_max;
    return std::string(text.substr(0, bytes_max));
}

std::string text_of_request(const content::Request& request, Language words) {
    std::string out = say(words, Msg::send_deadline, content::format_date(request.deadline)) + "\n\n";
    if (!request.background.empty()) out += request.background + "\n\n";
    unsigned number = 0;
    for (const content::Question& question : request.questions) {
        out += std::to_string(++number) + ". " + question.text + "\n";
        for (const std::string& choice : question.choices) out += "   - " + choice + "\n";
    }
    return out;
}

std::string text_of_response(const content::Response& response, const content::Request* request, Language words) {
    std::string out = say(words, Msg::send_mark, compilation::dissemination_words(response.dissemination, words)) + "\n\n";
    for (const content::Answer& answer : response.answers) {
        out += std::to_string(answer.question) + ". ";
        if (request && answer.question <= request->questions.size())
            out += request->questions[answer.question - 1].text + "\n   ";
        out += compilation::answer_words(answer, words);
        if (!answer.comment.empty()) out += " -- " + answer.comment;
        out += "\n";
    }
    return out;
}

Told told_request(const RequestItem& item, Language words) {
    return {.origin = item.origin, .number = item.number.text(), .title = item.request->title, .language = item.request->language,
            .text = text_of_request(*item.request, words)};
}

Told told_response(const ResponseItem& item, const RequestItem* request, Language words) {
    const auto* asked = request && request->request ? &*request->request : nullptr;
    return {.origin = item.origin,
            .number = request ? request->number.text() + ":" + item.origin.author.member().text() : std::string(),
            .title = asked ? asked->title : std::string(), .language = item.response->language,
            .text = text_of_response(*item.response, asked, words),
            .for_requester_alone = item.response->dissemination == content::Dissemination::requester};
}

}  // namespace

std::expected<Told, Failure> tell(Session& session, std::string_view reference, Language words) {
    const auto stored = resolve(session, reference);
    if (!stored) return std::unexpected(stored.error());
    const auto is_it = [&](const auto& item) { return item.origin.index == stored->index; };
    const Exchange exchange = load_exchange(session);
    if (const auto item = std::ranges::find_if(exchange.requests, is_it); item != exchange.requests.end()) {
        if (!item->request) return fail(session_errc::no_secret, reference);
        return told_request(*item, words);
    }
    if (const auto item = std::ranges::find_if(exchange.responses, is_it); item != exchange.responses.end()) {
        if (!item->response) return fail(session_errc::no_secret, reference);
        return told_response(*item, exchange.find_request(item->request), words);
    }
    if (const auto item = std::ranges::find_if(exchange.information, is_it); item != exchange.information.end()) {
        if (!item->information) return fail(session_errc::no_secret, reference);
        const auto& information = *item->information;
        return Told{.origin = item->origin, .number = {}, .title = information.title, .language = information.language,
                    .text = information.text};
    }
    return fail(session_errc::not_a_text, reference);
}

std::expected<content::Information, Failure> forwarded(const Told& told, Language words) {
    const std::string index = "#" + std::to_string(told.origin.index);
    const std::string name = told.number.empty() ? index : told.number + " (" + index + ")";
    const std::string origin =
        say(words, Msg::forward_origin, name, told.origin.author.text(), content::format_in_strasbourg(told.origin.time));
    content::Information out{.title = shortened(say(words, Msg::forward_title, told.title), content::title_characters_max),
                             .language = told.language, .text = origin + "\n\n" + told.text, .propose_dissemination = false};
    // By the rules of reading: what nobody could open is not sent.
    const auto readable = content::parse_information(content::to_json(out));
    if (!readable) return fail(readable.error(), name);
    return out;
}

std::expected<std::vector<Circle>, Failure> circles_to_forward(const Session& session, const Told& told, const Handle& to) {
    const Person* person = session.state().find_active(to, register_now(session));
    if (!person) return fail(session_errc::unknown_reference, to.text());
    if (person->seated()) return fail(errc::role_unsupported, to.text());
    const Member own = session.identity().handle.member();
    if (told.for_requester_alone && to.member() != own) return fail(errc::wider_than_mark, to.text());
    return std::vector<Circle>{Circle::of(to), Circle::of(own)};
}

}  // namespace clients
