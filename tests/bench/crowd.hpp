// A network of full size over a real gateway process: 46 states with three focal points each, two officers, groups, and a history
// of messages. Everybody is a session on a home of their own, in this process.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/integration/clients/running_network.hpp"

namespace bench {

class Crowd {
public:
    Crowd();   // takes a while, and says so on standard error

    clients::Session& person(const std::string& handle) { return *sessions_.at(handle); }   // "fr.02"
    // Everybody's but those who have left, by handle.
    const std::map<std::string, clients::Session*>& sessions() const { return sessions_; }
    void left(const std::string& handle) { sessions_.erase(handle); }
    // The person goes on in another home.
    void moved(const std::string& handle, std::unique_ptr<clients::Session> session);

    void all_up_to_date();

    std::size_t messages() const;
    // How many of them this person, as one of their circles, is to be able to read.
    std::size_t messages_for(const std::string& handle);

    clients::test::RunningNetwork net;

private:
    void admit_first_persons();
    void admit_second_officer();
    void admit_further_persons(const std::string& number);
    std::unique_ptr<clients::Session> new_session(const std::string& name);
    void make_group(const std::string& circle, std::size_t first, std::size_t count);
    void write_history();
    void write(const std::string& author, const std::vector<std::string>& to, std::size_t count);

    struct Written {
        std::vector<protocol::Circle> to;
        std::size_t count = 0;
    };
    std::optional<clients::PassphraseKey> passphrase_key_;
    std::vector<Written> written_;
    std::vector<std::unique_ptr<clients::Session>> own_;   // but those of `net`
    std::map<std::string, clients::Session*> sessions_;
};

}  // namespace bench
