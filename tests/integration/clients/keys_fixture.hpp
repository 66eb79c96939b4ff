// A running network whose keys live: persons join, leave, consent and complain. Over Cli: the program and sessions in one home.
#pragma once

#include "tests/integration/clients/acting.hpp"
#include "tests/integration/clients/cli_fixture.hpp"

namespace clients::test {

struct Keys : Cli {
    using Cli::Cli;

    Enrolled enrol(const std::string& handle, const std::string& home, protocol::Role role = protocol::Role::focal_point) {
        return net.enrol(handle, home, role);
    }
    bool approve_proposes(const Enrolled& enrolled, std::optional<std::int64_t> until = {}) {
        up_to_date(net.member("dmr"));
        return must(approve(net.member("dmr"), enrolled.candidate, enrolled.words, until)).proposed;
    }
    // A second person of France, with both consents.
    std::unique_ptr<Session> second_of_france() {
        auto enrolled = enrol("fr.02", "fr2");
        if (!approve_proposes(enrolled)) throw std::runtime_error("fr.02 needed no consent");
        const auto given = nfp_typing(enrolled.words, "fr", {"consent", "#" + std::to_string(last_index()), "--yes"});
        if (given.code != 0) throw std::runtime_error("consent: " + given.output);
        must(enrolled.session->sync());
        return std::move(enrolled.session);
    }
    // Of the last entry in the register.
    std::uint64_t last_index() {
        up_to_date(net.member("dmr"));
        return net.member("dmr").view().next - 1;
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
