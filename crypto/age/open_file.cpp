#include "crypto/age/open_file.hpp"

namespace crypto::age {

struct FileOpener::State {
    explicit State(Opener to) : opener(std::move(to)) {}

    // The first byte tells: a file that is not armored begins with its version line, an armored one with a dash or white
    // space. What begins with neither is treated as armor, whose reader refuses it.
    void look_at(std::uint8_t first) {
        if (first != 'a') armor.emplace([this](ByteView file) { return opener.write(file); });
        started = true;
    }

    Opener opener;
    std::optional<ArmorReader> armor;
    bool started = false;
    std::error_code error;  // the first one, for good
};

FileOpener::FileOpener(Opener opener) : state_(std::make_unique<State>(std::move(opener))) {}
FileOpener::FileOpener(FileOpener&&) noexcept = default;
FileOpener& FileOpener::operator=(FileOpener&&) noexcept = default;
FileOpener::~FileOpener() = default;

std::error_code FileOpener::write(ByteView file) {
    State& state = *state_;
    if (state.error || file.empty()) return state.error;
    if (!state.started) state.look_at(file.front());
    state.error = state.armor ? state.armor->write(file) : state.opener.write(file);
    return state.error;
}

// The armor's end is checked first: without it the last chunk, if it is one, is not released.
std::error_code FileOpener::finish() {
    State& state = *state_;
    if (!state.error && state.armor) state.error = state.armor->finish();
    if (!state.error) state.error = state.opener.finish();
    return state.error;
}

}  // namespace crypto::age
