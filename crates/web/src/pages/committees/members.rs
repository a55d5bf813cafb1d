//! Members as people type them, in Vietnamese or English: one a line, "họ tên; chức vụ; vai trò; tài khoản"; the first one leads where no role
//! is written.

use crate::frame::Frame;
use rules::committees::{Member, Post};
use rules::text::{fold, tidy};

/// The words by which a post is known, folded; the first one that stands there decides, so that "Phó trưởng ban" and "Deputy head" are
/// deputies.
const POSTS: [(&str, Post); 12] = [
    ("pho", Post::Deputy),
    ("deputy", Post::Deputy),
    ("vice", Post::Deputy),
    ("vien", Post::Member),
    ("member", Post::Member),
    ("thu ky", Post::Secretary),
    ("secretary", Post::Secretary),
    ("truong", Post::Head),
    ("head", Post::Head),
    ("chair", Post::Head),
    ("chairman", Post::Head),
    ("leader", Post::Head),
];

/// The members that were typed.
pub(super) fn read(typed: &str) -> Vec<Member> {
    let lines = typed.lines().map(tidy).filter(|line| !line.is_empty());
    let members = lines.enumerate().map(|(at, line)| {
        let mut parts = line.split(';').map(str::trim);
        let (name, title, role) = (parts.next(), parts.next(), parts.next().map(fold));
        let login = parts.next().filter(|login| !login.is_empty()).map(str::to_owned);
        let post = role.as_deref().and_then(said);
        let usual = if at == 0 { Post::Head } else { Post::Member };
        Member {
            name: name.unwrap_or_default().to_owned(),
            title: title.unwrap_or_default().to_owned(),
            post: post.unwrap_or(usual),
            login,
        }
    });
    members.collect()
}

/// The post of which a folded role speaks.
fn said(role: &str) -> Option<Post> {
    let spaced = format!(" {} ", role.replace(|letter: char| !letter.is_alphanumeric(), " "));
    POSTS.iter().find(|(word, _)| spaced.contains(&format!(" {word} "))).map(|(_, post)| *post)
}

/// The same members as they are typed.
pub(super) fn written(f: &Frame, members: &[Member]) -> String {
    let line = |member: &Member| {
        let login = member.login.as_ref().map(|login| format!("; {login}")).unwrap_or_default();
        format!("{}; {}; {}{login}", member.name, member.title, post(f, member.post))
    };
    members.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The words of a post.
pub(super) fn post(f: &Frame, post: Post) -> String {
    f.t(&format!("committee-post-{}", post.key()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_read_line_by_line() {
        let read = read(
            "Vàng A Sử; Chủ tịch\nLò Thị Máy; Phó Chủ tịch; Phó trưởng ban\n\nGiàng A Páo; ; Thư ký; vanthu.03549\nLò Văn Hặc",
        );
        let posts: Vec<_> = read.iter().map(|member| member.post).collect();
        assert_eq!(posts, [Post::Head, Post::Deputy, Post::Secretary, Post::Member]);
        let english = super::read(
            "A; Chairman; Deputy head\nB; Head of service; Head (trưởng)\nC; ; secretary\nD; Vice chairman; Member\nE;; Vice-chair",
        );
        let posts: Vec<_> = english.iter().map(|member| member.post).collect();
        assert_eq!(posts, [Post::Deputy, Post::Head, Post::Secretary, Post::Member, Post::Deputy]);
        assert_eq!(read[1].title, "Phó Chủ tịch");
        assert_eq!((read[1].login.as_deref(), read[2].login.as_deref()), (None, Some("vanthu.03549")));
    }
}
