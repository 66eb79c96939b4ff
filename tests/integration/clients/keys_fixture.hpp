// A running network whose keys live: persons join, leave, consent and complain. Over Cli: the program and sessions in one home.
#pragma once

#include "clients/core/session/exchange.hpp"
#include "clients/core/session/joining.hpp"
#include "tests/integration/clients/cli_fixture.hpp"

namespace clients::test {

struct Keys : Cli {
    using Cli::Cli;

    // Somebody whose enrolment waits.
    struct Enrolled {
        std::unique_ptr<Session> session;
        std::string words;
        Candidate candidate;
    };
    Enrolled enrol(const std::string& handle, const std::string& home, protocol::Role role = protocol::Role::focal_point) {
        Session& dmr = net.member("dmr");
        up_to_date(dmr);
        const auto parsed = *protocol::Handle::parse(handle);
        const auto file = must(invite(dmr, {.handle = parsed, .role = role, .valid_s = 86'400}));
        auto session = net.new_session(home);
        const auto words =
            must(join(*session, *protocol::parse_invitation_file(file),
                      {.name = "Person " + handle, .email = handle + "@ministry.example", .institution = {}, .telephone = {}}));
        return {
            .session = std::move(session), .words = crypto::safety_words_text(words), .candidate = must(candidate(dmr, parsed))};
    }
    bool approve_proposes(const Enrolled& enrolled, std::optional<std::int64_t> until = {}) {
        up_to_date(net.member("dmr"));
        return must(approve(net.member("dmr"), enrolled.candidate, enrolled.words, until)).proposed;
    }
    // A second person of France, with both consents.
    std::unique_ptr<Session> second_of_france() {
        auto enrolled = enrol("fr.02", "fr2");
        if (!approve_proposes(enrolled)) throw std::runtime_error("fr.02 needed no consent");
        const auto given = nfp("fr", {"consent", "#" + std::to_string(last_index()), "--yes"});
        if (given.code != 0) throw std::runtime_error("consent: " + given.output);
        must(enrolled.session->sync());
        return std::move(enrolled.session);
    }
    // Of the last entry in the register.
    std::uint64_t last_index() {
        up_to_date(net.member("dmr"));
        return net.member("dmr").view().next - 1;
    }

    // The session as it would be if it had just been opened: the program has worked in its home meanwhile.
    static void up_to_date(Session& session) {
        session.refresh();
        must(session.sync());
    }
    // An entry with this claim, by a session that does nothing else.
    static Sent act(Session& session, const protocol::Claim& claim) {
        up_to_date(session);
        auto composer = must(session.compose());
        const auto kind = protocol::kind_of(claim);
        if (const auto error = composer.add({.kind = kind, .to = {}, .devices = {}, .refs = {}, .claim = claim, .content = {}}))
            throw std::runtime_error(error.message());
        return must(session.send(composer, nullptr));
    }
    static Sent revoke(Session& session, const std::string& handle) {
        return act(session, protocol::RevocationClaim{.handle = *protocol::Handle::parse(handle), .device = {}, .keep = {},
                                                      .reason = protocol::RevocationReason::left});
    }
    static Draft a_draft(const std::string& title, const std::string& circle = "network") {
        using namespace protocol;
        return information_draft(
            {.title = title, .language = content::Language::en, .text = "A text.", .propose_dissemination = false},
            {*Circle::parse(circle)});
    }
    static Sent send(Session& session, const Draft& draft) {
        up_to_date(session);
        auto composer = must(session.compose());
        if (const auto error = composer.add(draft)) throw std::runtime_error(error.message());
        return must(session.send(composer, &draft));
    }
    static std::uint64_t epoch_of(Session& session, const std::string& circle) {
        up_to_date(session);
        return session.state().find_circle(*protocol::Circle::parse(circle))->current();
    }
    static std::vector<std::string> titles(Session& session) {
        up_to_date(session);
        std::vector<std::string> out;
        for (const auto& item : load_exchange(session).information)
            out.push_back(item.information ? item.information->title : "?");
        return out;
    }
    json read(const std::string& who, std::vector<std::string> words) {
        words.push_back("--json");
        const auto result = nfp(who, words);
        if (result.code != 0 || !json::accept(result.output)) throw std::runtime_error(words.front() + ": " + result.output);
        return json::parse(result.output);
    }
};

}  // namespace clients::test
